"""`thumbnailer render` writes what the core makes of local files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.functional.cli.render.folder import TWO, files, put, put_json, refused, run, run_json
from thumbnailer.imaging import Point, render
from tools.samples.pictures import RED, jpeg, plain_png, png, turned_jpeg
from tools.samples.recipes import THUMB, made


def test_a_file_becomes_what_the_core_makes_of_it() -> None:
    data = turned_jpeg(6, 640, 480)
    put("lake.jpg", data)
    result = run("lake.jpg", "--out", "out")
    assert result.exit_code == 0, result.output
    (rendition,) = render(data, made({"variants": {"thumb": THUMB}})).renditions
    assert files("out") == {"thumbnails/lake_thumb.jpg": rendition.data}
    assert "out/thumbnails/lake_thumb.jpg" in result.stdout
    assert "1 source: 1 rendition" in result.stdout
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
    assert "is an output of this command" in refused("photos/thumbnails", "--out", "photos")


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
    assert "no variant applies to this key" in result.stdout


def test_the_watermark_is_a_local_file() -> None:
    data, stamp = jpeg(200, 100), plain_png(RED)
    put("a.jpg", data)
    put("logo.png", stamp)
    document = {"variants": {"thumb": THUMB}, "watermark": {"image": "logos/logo.png"}}
    put_json("recipe.json", document)
    recipe = ("--recipe", "recipe.json")
    assert "pass a local copy of it" in refused("a.jpg", "--out", "out", *recipe)
    for wrong in ("a.txt", "missing.png"):
        put("a.txt", b"no image")
        assert wrong in refused("a.jpg", "--out", "out", *recipe, "--watermark", wrong)
    assert run("a.jpg", "--out", "out", *recipe, "--watermark", "logo.png").exit_code == 0
    (rendition,) = render(data, made(document), stamp=stamp).renditions
    assert files("out") == {"thumbnails/a_thumb.jpg": rendition.data}
    assert "names no watermark image" in refused("a.jpg", "--out", "o", "--watermark", "logo.png")


def test_keys_are_those_of_the_deployment() -> None:
    put_json("recipe.json", {"variants": {"thumb": {**THUMB, "key": "small/{key}"}}})
    put("photos/trip/a.png", png())
    arguments = ("photos", "--out", "out", "--recipe", "recipe.json")
    assert run(*arguments, "--uploads-prefix", "in/").exit_code == 0
    assert set(files("out")) == {"small/in/trip/a.png"}
