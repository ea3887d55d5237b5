"""The results as JSON, as a table, and as a contact sheet."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from tests.functional.cli.render.folder import TWO, files, put, put_json, run, run_json
from tools.samples.pictures import RED, jpeg, plain_png
from tools.samples.recipes import THUMB, made


def test_json_has_every_member() -> None:
    put("photos/trip/a.jpg", jpeg(640, 480))
    put("photos/b.txt", b"text")
    document = run_json("photos", "--out", "out")
    for photo in document["photos"]:
        assert photo.pop("milliseconds") >= 0
    assert document == {
        "recipe_id": made({"variants": {"thumb": THUMB}}).id,
        "totals": {"settled": 1, "rejected": 1, "failed": 0},
        "photos": [
            {
                "source": "photos/b.txt",
                "key": "uploads/b.txt",
                "outcome": "rejected",
                "reason": "not_an_image",
                "detail": "not a recognized image; accepted formats: JPEG, PNG",
                "source_bytes": 4,
                "source_width": None,
                "source_height": None,
                "outputs": [],
            },
            {
                "source": "photos/trip/a.jpg",
                "key": "uploads/trip/a.jpg",
                "outcome": "settled",
                "reason": "rendered",
                "detail": None,
                "source_bytes": len(jpeg(640, 480)),
                "source_width": 640,
                "source_height": 480,
                "outputs": [
                    {
                        "variant": "thumb",
                        "key": "thumbnails/trip/a_thumb.jpg",
                        "path": "out/thumbnails/trip/a_thumb.jpg",
                        "width": 150,
                        "height": 113,
                        "bytes": len(files("out")["thumbnails/trip/a_thumb.jpg"]),
                    }
                ],
            },
        ],
    }


def test_names_cannot_steer_the_terminal_or_the_page() -> None:
    put('photos/[red]x[-1]\x1b[31m\n<b>&".png', plain_png(RED))
    put("photos/<script>alert(1)<'script>.txt", b"text")
    result = run("photos", "--out", "out", "--contact-sheet", "out/pages/index.html")
    assert result.exit_code == 1, result.output
    assert "\x1b" not in result.stdout
    assert '[red]x[-1]\\x1b[31m\\n<b>&"_thumb.png' in result.stdout
    page = Path("out/pages/index.html").read_text("utf-8")
    assert "\x1b" not in page
    assert "<b>" not in page
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;&#x27;script&gt;.txt" in page


def test_the_contact_sheet_shows_everything_and_moves_along() -> None:
    put("photos/trip/a b#?.jpg", jpeg(640, 480))
    put("photos/notes.txt", b"text")
    put_json("recipe.json", TWO)
    result = run(
        "photos", "--out", "out", "--recipe", "recipe.json", "--contact-sheet", "out/index.html"
    )
    assert result.exit_code == 1
    page = Path("out/index.html").read_text("utf-8")
    sources = [part.split('"')[0] for part in page.split('src="')[1:]]
    # The original, and beside it what was made of it.
    assert unquote(sources[0]) == "../photos/trip/a b#?.jpg"
    assert len(sources) == 3
    for source in sources:
        assert (Path("out") / unquote(source)).is_file()
    assert page.count('href="../photos/') == 3
    assert 'width="640" height="480"' in page
    assert 'width="150" height="113"' in page
    assert "640×480" in page  # noqa: RUF001
    assert "not_an_image" in page
    assert "prefers-color-scheme: dark" in page
    # Self-contained: nothing comes from elsewhere.
    assert "http" not in page
    assert "<link" not in page
    assert len(page) < 5000
