"""`thumbnailer render`: the very same core, on local files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from typer.testing import CliRunner, Result

from thumbnailer.config.recipe import Recipe
from thumbnailer.imaging import Point, render
from thumbnailer_cli import main
from thumbnailer_cli.render import command, paths, plan, worker
from thumbnailer_cli.render.local import Photo
from thumbnailer_cli.render.pool import work_all
from tools.samples.pictures import RED, jpeg, plain_png, png, png_claiming, turned_jpeg
from tools.samples.recipes import THUMB, made

SOURCE = Path(main.__file__).parents[1]
TWO = {
    "variants": {
        "thumb": THUMB,
        "square": {
            "width": 20,
            "height": 20,
            "fit": "cover",
            "gravity": "focal",
            "format": "webp",
            "key": "squares/{key}{ext}",
        },
    }
}


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def put(path: str, data: bytes) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def put_json(path: str, document: Mapping[str, object]) -> None:
    put(path, json.dumps(document).encode())


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main.app, ["render", *arguments], input=stdin)


def run_json(*arguments: str, stdin: str | None = None) -> dict[str, Any]:
    result = run(*arguments, "--json", stdin=stdin)
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def files(folder: str) -> dict[str, bytes]:
    root = Path(folder)
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def refused(*arguments: str, stdin: str | None = None) -> str:
    """What the command says when it does nothing at all."""
    before = files(".")
    result = run(*arguments, stdin=stdin)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert files(".") == before
    assert "Traceback" not in result.stderr
    return result.stderr


# What is made


def test_a_file_becomes_what_the_core_makes_of_it() -> None:
    data = turned_jpeg(6, 640, 480)
    put("lake.jpg", data)
    result = run("lake.jpg", "--out", "out")
    assert result.exit_code == 0, result.output
    (rendition,) = render(data, made({"variants": {"thumb": THUMB}})).renditions
    assert files("out") == {"thumbnails/lake_thumb.jpg": rendition.data}
    assert "out/thumbnails/lake_thumb.jpg" in result.stdout
    assert "1 photo: 1 rendition" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_folder_keeps_its_structure(jobs: str) -> None:
    pictures = {
        "lake.JPG": jpeg(200, 100),
        "trip/a.b.png": png(90, 120),
        "trip/day 1/ü.jpeg": jpeg(300, 300),
    }
    for name, data in pictures.items():
        put(f"photos/{name}", data)
    put_json("recipe.json", TWO)
    result = run(
        "photos", "--out", "out", "--recipe", "recipe.json", "--jobs", jobs,
        "--focal-point", "0.9,0.1",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    recipe = made(TWO)
    expected = {}
    for name, data in pictures.items():
        picture = render(data, recipe, focal_point=Point(0.9, 0.1))
        for rendition in picture.renditions:
            key = rendition.variant.key.output_key(f"uploads/{name}", "uploads/")
            expected[key] = rendition.data
    assert files("out") == expected
    assert "squares/uploads/trip/day 1/ü.jpeg.webp" in expected


def test_files_and_folders_can_be_mixed_and_named_twice() -> None:
    put("photos/a.png", plain_png(RED))
    put("b.png", plain_png(RED))
    document = run_json("photos", "b.png", "photos/a.png", "./photos", "--out", "out")
    assert [photo["key"] for photo in document["photos"]] == ["uploads/a.png", "uploads/b.png"]


def test_hidden_files_and_links_to_folders_are_skipped() -> None:
    put("elsewhere/linked.png", plain_png(RED))
    put("photos/a.png", plain_png(RED))
    put("photos/.hidden.png", plain_png(RED))
    put("photos/.git/b.png", plain_png(RED))
    Path("photos/file.png").symlink_to(Path("elsewhere/linked.png").absolute())
    Path("photos/folder").symlink_to(Path("elsewhere").absolute())
    Path("photos/circle").symlink_to(Path("photos").absolute())
    Path("photos/nowhere.png").symlink_to("missing.png")
    os.mkfifo("photos/pipe.png")
    assert run("photos", "--out", "out").exit_code == 0
    assert sorted(files("out")) == ["thumbnails/a_thumb.png", "thumbnails/file_thumb.png"]


def test_what_was_made_is_never_taken_for_photos() -> None:
    put("photos/a.png", plain_png(RED))
    command = ("photos", "--out", "photos", "--contact-sheet", "photos/index.html")
    assert run(*command).exit_code == 0
    first = files("photos")
    assert sorted(first) == ["a.png", "index.html", "thumbnails/a_thumb.png"]
    assert run(*command).exit_code == 0
    assert files("photos") == first
    assert run(".", "--out", "photos").exit_code == 2  # nothing is left to render
    assert "is where this command writes to" in refused("photos/thumbnails", "--out", "photos")


def test_nothing_is_left_beside_the_outputs() -> None:
    put("a.png", plain_png(RED))
    put("out/thumbnails/a_thumb.png", b"from an earlier run")
    assert run("a.png", "--out", "out").exit_code == 0
    assert [path.name for path in Path("out").rglob("*") if path.is_file()] == ["a_thumb.png"]
    # A mode as any other program would give it, and not that of temporary files.
    put("plain", b"")
    assert Path("out/thumbnails/a_thumb.png").stat().st_mode == Path("plain").stat().st_mode


def test_a_recipe_by_prefix_may_make_nothing_of_a_photo() -> None:
    put("photos/avatars/a.png", plain_png(RED))
    put("photos/b.png", plain_png(RED))
    put_json("recipe.json", {"variants": {"thumb": {**THUMB, "prefix": "avatars/"}}})
    result = run("photos", "--out", "out", "--recipe", "recipe.json")
    assert result.exit_code == 0
    assert list(files("out")) == ["thumbnails/avatars/a_thumb.png"]
    assert "the recipe makes nothing of it" in result.stdout


def test_the_watermark_is_a_local_file() -> None:
    data, stamp = jpeg(200, 100), plain_png(RED)
    put("a.jpg", data)
    put("logo.png", stamp)
    document = {"variants": {"thumb": THUMB}, "watermark": {"image": "logos/logo.png"}}
    put_json("recipe.json", document)
    recipe = ("--recipe", "recipe.json")
    assert "give a local copy of it" in refused("a.jpg", "--out", "out", *recipe)
    for wrong in ("a.txt", "missing.png"):
        put("a.txt", b"no image")
        assert wrong in refused("a.jpg", "--out", "out", *recipe, "--watermark", wrong)
    assert run("a.jpg", "--out", "out", *recipe, "--watermark", "logo.png").exit_code == 0
    (rendition,) = render(data, made(document), stamp=stamp).renditions
    assert files("out") == {"thumbnails/a_thumb.jpg": rendition.data}
    assert "names no image" in refused("a.jpg", "--out", "o", "--watermark", "logo.png")


# Photos that cannot be rendered


def test_rejected_photos_are_told_with_their_reasons() -> None:
    limits = {"max_bytes": 40_000, "max_pixels": 1_000_000}
    put_json("recipe.json", {"variants": {"thumb": THUMB}, "limits": limits})
    put("photos/good.jpg", jpeg())
    put("photos/notes.txt", b"no picture")
    put("photos/large.jpg", jpeg() + bytes(40_000))
    put("photos/bomb.png", png_claiming(30_000, 30_000))
    put("photos/half.jpg", jpeg(600, 600)[:3000])
    put("photos/moving.gif", b"GIF89a" + bytes(20))
    put(f"photos/{'/'.join(['d' * 200] * 5)}/{'n' * 20}.jpg", jpeg())
    arguments = ("photos", "--out", "out", "--recipe", "recipe.json")
    document = run_json(*arguments)
    reasons = {Path(p["source"]).name: (p["outcome"], p["reason"]) for p in document["photos"]}
    assert reasons == {
        "good.jpg": ("settled", "rendered"),
        "notes.txt": ("rejected", "not_an_image"),
        "large.jpg": ("rejected", "too_large"),
        "bomb.png": ("rejected", "too_many_pixels"),
        "half.jpg": ("rejected", "corrupt"),
        "moving.gif": ("rejected", "unsupported_format"),
        f"{'n' * 20}.jpg": ("rejected", "key_too_long"),
    }
    assert document["totals"] == {"settled": 1, "rejected": 6, "failed": 0}
    result = run(*arguments)
    assert result.exit_code == 1
    assert "40000 are allowed" in result.stdout
    assert "7 photos: 1 rendition, 6 rejected" in result.stdout
    assert list(files("out")) == ["thumbnails/good_thumb.jpg"]


def test_what_is_too_large_is_never_read(monkeypatch: pytest.MonkeyPatch) -> None:
    put("large.jpg", bytes(6 * 1024 * 1024))
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read"))
    assert run("large.jpg", "--out", "out").exit_code == 1


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_one_failure_never_touches_the_others(jobs: str) -> None:
    put("photos/a.png", plain_png(RED))
    put("photos/b.png", plain_png(RED))
    Path("out/thumbnails/a_thumb.png").mkdir(parents=True)
    result = run("photos", "--out", "out", "--json", "--jobs", jobs)
    assert result.exit_code == 2
    assert result.stderr == "thumbnailer: 1 of 2 photos failed\n"
    failed, rendered = json.loads(result.stdout)["photos"]
    assert (failed["outcome"], failed["reason"]) == ("failed", "EISDIR")
    assert rendered["outcome"] == "settled"
    assert list(files("out")) == ["thumbnails/b_thumb.png"]


def test_a_bug_is_a_failure_of_one_photo(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oops")

    put("a.png", plain_png(RED))
    monkeypatch.setattr(worker, "render", broken)
    result = run("a.png", "--out", "out")
    assert result.exit_code == 2
    assert "failed: ZeroDivisionError" in result.stdout
    assert "oops" in result.stdout


def _dies(*_: object, **__: object) -> None:
    os._exit(9)


def test_a_killed_process_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    put("photos/a.png", plain_png(RED))
    put("photos/b.png", plain_png(RED))
    monkeypatch.setattr("thumbnailer_cli.render.pool.work", _dies)
    result = run("photos", "--out", "out", "--jobs", "2")
    assert result.exit_code == 2
    assert "a process was killed" in result.stderr


# What is said


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
                "detail": "the 4 bytes do not begin like an image; accepted are JPEG, PNG",
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


# What is refused, before anything is written


def test_all_that_is_wrong_with_a_recipe_is_told() -> None:
    put("a.png", plain_png(RED))
    put("recipe.json", b'{"limits": {"max_bytes": 0}, "variants": {"Bad": {"widht": 1}}}')
    said = refused("a.png", "--out", "out", "--recipe", "recipe.json").splitlines()
    assert len(said) == 4
    assert all(line.startswith("thumbnailer: recipe.json: ") for line in said)
    for part in ("limits.max_bytes", "widht", "lower-case", "needs a width or a height"):
        assert any(part in line for line in said)


@pytest.mark.parametrize(
    ("recipe", "said"),
    [(b"{", "not JSON"), (b"\xff", "not UTF-8"), (b"[]", "must be an object")],
)
def test_a_recipe_must_be_one(recipe: bytes, said: str) -> None:
    put("a.png", plain_png(RED))
    put("recipe.json", recipe)
    assert said in refused("a.png", "--out", "out", "--recipe", "recipe.json")


def test_everything_that_is_missing_is_told() -> None:
    said = refused("a.png", "b.png", "--out", "out")
    assert said == "thumbnailer: a.png does not exist\nthumbnailer: b.png does not exist\n"
    put("a.png", plain_png(RED))
    assert "No such file" in refused("a.png", "--out", "out", "--recipe", "missing.json")
    Path("empty").mkdir()
    assert "there are no files in empty" in refused("empty", "--out", "out")


def test_out_must_be_a_folder_that_can_be_written_to() -> None:
    put("a.png", plain_png(RED))
    assert "--out a.png cannot be written to" in refused("a.png", "--out", "a.png")
    assert "--out" in refused("a.png", "--out", "a.png/below")
    assert "--out" in refused("a.png")


@pytest.mark.parametrize("point", ["", "0.5", "1.1,0", "-0.1,0", "a,b", "nan,0", "0,0,0", "1e-1,0"])
def test_a_focal_point_must_be_one(point: str) -> None:
    put("a.png", plain_png(RED))
    assert "--focal-point must be" in refused("a.png", "--out", "out", "--focal-point", point)


def test_a_photo_is_never_overwritten_by_the_contact_sheet() -> None:
    put("a.png", plain_png(RED))
    put("b.png", plain_png(RED))
    # As a shell expands `--contact-sheet *.png`.
    assert "--contact-sheet" in refused("b.png", "--out", "out", "--contact-sheet", "a.png")
    assert "-j" in refused("a.png", "--out", "out", "--jobs", "0")


def test_one_relative_path_in_two_folders_is_refused() -> None:
    # Within one folder it cannot happen: an output can be read backwards to one relative path.
    put("one/trip/a.png", plain_png(RED))
    put("two/trip/a.png", plain_png(RED))
    put("two/b.png", plain_png(RED))
    said = refused("one", "two", "--out", "out")
    assert said == (
        "thumbnailer: one/trip/a.png and two/trip/a.png would both become"
        " out/thumbnails/trip/a_thumb.png; render them into different folders\n"
    )


def test_a_file_that_would_have_to_be_a_folder_is_refused() -> None:
    put("photos/a.png", plain_png(RED))
    put("photos/a_thumb.png/b.png", plain_png(RED))
    assert "which has to be a folder" in refused("photos", "--out", "out")


def test_names_that_differ_in_case_only_may_be_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    put("one/a.png", plain_png(RED))
    put("two/A.png", plain_png(RED))
    assert run("one", "two", "--out", "out").exit_code == 0
    monkeypatch.setattr(command, "ignores_case", lambda _: True)
    assert "would both become" in refused("one", "two", "--out", "out")


@pytest.mark.parametrize(
    "key", ["../{key}", "a/../../b/{key}", "./{key}", "a\0b/{key}", f"{'x' * 300}/{{key}}"]
)
def test_a_key_never_leaves_the_folder(key: str) -> None:
    put("in/a.png", plain_png(RED))
    put_json("recipe.json", {"variants": {"thumb": {**THUMB, "key": key}}})
    said = refused("in", "--out", "deep/out", "--recipe", "recipe.json")
    assert 'the key of the variant "thumb" cannot be a path here' in said


def test_a_link_never_leads_out_of_the_folder() -> None:
    put("in/trip/a.png", plain_png(RED))
    Path("elsewhere").mkdir()
    Path("out/thumbnails").mkdir(parents=True)
    Path("out/thumbnails/trip").symlink_to(Path("elsewhere").absolute())
    assert "leads out of --out" in refused("in", "--out", "out")


def test_names_that_cannot_be_are_refused_at_once() -> None:
    put(f"in/{'x' * 250}.png", plain_png(RED))
    put("in/a.png", plain_png(RED))
    assert "too long for a file name" in refused("in", "--out", "out")
    put(os.fsdecode(b"other/\xff.png"), plain_png(RED))
    assert "is not UTF-8" in refused("other", "--out", "out")
    folder = [Path("many") / f"{'y' * 248}{number}.png" for number in range(30)]
    for path in folder:
        put(str(path), plain_png(RED))
    said = refused("many", "--out", "out").splitlines()
    assert len(said) == 21
    assert said[-1] == "thumbnailer: and 10 more like these"


@pytest.mark.parametrize(
    ("key", "good"),
    [
        ("a/b.jpg", True),
        ("a/contrast.jpg", True),
        ("a/con.trast.jpg", False),
        ("C:/b.jpg", False),
        ("a\\..\\b.jpg", False),
        ("a/con", False),
        ("a/Nul.jpg", False),
        ("a/b.", False),
        ("a/b /c.jpg", False),
        ("a/b?.jpg", False),
    ],
)
def test_names_that_windows_refuses(key: str, good: bool) -> None:
    assert (paths.key_problem(key, windows=True) is None) is good
    assert paths.key_problem(key, windows=False) is None


@pytest.mark.parametrize("key", ["", "/a", "a//b", "a/", "..", "a/../b", "a/.", "\0", "\ud800"])
def test_keys_that_no_path_can_be(key: str) -> None:
    assert paths.key_problem(key, windows=False) is not None


# Keys


def test_keys_are_those_of_the_deployment() -> None:
    put_json("recipe.json", {"variants": {"thumb": {**THUMB, "key": "small/{key}"}}})
    put("photos/trip/a.png", png())
    arguments = ("photos", "--out", "out", "--recipe", "recipe.json")
    assert run(*arguments, "--uploads-prefix", "in/").exit_code == 0
    assert set(files("out")) == {"small/in/trip/a.png"}


@pytest.mark.parametrize("prefix", ["", "in", "/in/", "a//", "../*/"])
def test_a_prefix_that_no_deployment_has(prefix: str) -> None:
    put("a.png", png())
    result = run("a.png", "--out", "out", "--uploads-prefix", prefix)
    assert result.exit_code == 2
    assert f'--uploads-prefix is "{prefix}"; it must look like' in result.stderr
    assert not Path("out").exists()


# Processes


def test_results_come_in_the_order_of_the_jobs() -> None:
    recipe: Recipe = made({"variants": {"thumb": THUMB}})
    put("large.jpg", jpeg(3000, 2000))
    photos = [Photo(Path("large.jpg"), f"uploads/{number}.jpg") for number in range(3)]
    photos += [Photo(put(f"{number}.png", png()), f"uploads/{number}.png") for number in "ab"]
    jobs = plan.plan(photos, recipe, Path("out"), "uploads/")
    done = list(work_all(jobs, worker.Kit(recipe, Point(0.5, 0.5), None), processes=2))
    assert [one.job for one in done] == jobs
    assert {one.end.reason for one in done} == {"rendered"}


def program(
    *arguments: str, stdin: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "thumbnailer_cli", *arguments],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(SOURCE), **environment},
    )


def test_the_program_reads_a_deployments_recipe_from_standard_input() -> None:
    data = jpeg(400, 300)
    put("photos/a.jpg", data)
    put("photos/b.jpg", data)
    document = json.dumps(TWO)
    ended = program(
        "render", "photos", "--out", "out", "--recipe", "-", "--json", "--jobs", "2",
        stdin=document,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    assert json.loads(ended.stdout)["recipe_id"] == made(TWO).id
    expected = {r.variant.name: r.data for r in render(data, made(TWO)).renditions}
    assert files("out") == {
        "thumbnails/a_thumb.jpg": expected["thumb"],
        "thumbnails/b_thumb.jpg": expected["thumb"],
        "squares/uploads/a.jpg.webp": expected["square"],
        "squares/uploads/b.jpg.webp": expected["square"],
    }
    wrong = program("render", "photos", "--out", "out", "--recipe", "-", stdin="{}")
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("thumbnailer: standard input: variants must be")


def test_the_program_says_which_extra_it_needs() -> None:
    put("absent/typer.py", b"raise ModuleNotFoundError(name='typer')")
    ended = program("render", PYTHONPATH=f"absent{os.pathsep}{SOURCE}")
    assert ended.returncode == 2
    assert ended.stderr == "thumbnailer: typer is missing; pip install '.[cli]' brings it\n"


def test_any_name_can_be_shown_in_any_encoding() -> None:
    put("photos/日本.png", plain_png(RED))
    ended = program("render", "photos", "--out", "out", PYTHONIOENCODING="ascii")
    assert ended.returncode == 0, ended.stderr
    assert "\\u65e5\\u672c" in ended.stdout
