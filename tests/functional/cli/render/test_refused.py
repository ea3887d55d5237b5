"""What is refused before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.functional.cli.render.folder import put, refused, run
from thumbnailer_cli.render import command
from tools.samples.pictures import RED, plain_png, png


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
    assert "no files in empty" in refused("empty", "--out", "out")


def test_out_must_be_a_folder_that_can_be_written_to() -> None:
    put("a.png", plain_png(RED))
    assert "cannot write to --out a.png" in refused("a.png", "--out", "a.png")
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
        "thumbnailer: one/trip/a.png and two/trip/a.png have the same output"
        " out/thumbnails/trip/a_thumb.png; render them into different folders\n"
    )


def test_a_file_that_would_have_to_be_a_folder_is_refused() -> None:
    put("photos/a.png", plain_png(RED))
    put("photos/a_thumb.png/b.png", plain_png(RED))
    assert "which must be a folder" in refused("photos", "--out", "out")


def test_names_that_differ_in_case_only_may_be_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    put("one/a.png", plain_png(RED))
    put("two/A.png", plain_png(RED))
    assert run("one", "two", "--out", "out").exit_code == 0
    monkeypatch.setattr(command, "ignores_case", lambda _: True)
    assert "have the same output" in refused("one", "two", "--out", "out")


@pytest.mark.parametrize("prefix", ["", "in", "/in/", "a//", "../*/"])
def test_a_prefix_that_no_deployment_has(prefix: str) -> None:
    put("a.png", png())
    result = run("a.png", "--out", "out", "--uploads-prefix", prefix)
    assert result.exit_code == 2
    assert f'--uploads-prefix is "{prefix}"; it must look like' in result.stderr
    assert not Path("out").exists()
