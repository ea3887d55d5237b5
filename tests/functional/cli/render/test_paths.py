"""Keys as paths: none leaves the folder, none is a name that cannot be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.functional.cli.render.folder import put, put_json, refused
from thumbnailer_cli.render import paths
from tools.samples.pictures import RED, plain_png
from tools.samples.recipes import THUMB


@pytest.mark.parametrize(
    "key", ["../{key}", "a/../../b/{key}", "./{key}", "a\0b/{key}", f"{'x' * 300}/{{key}}"]
)
def test_a_key_never_leaves_the_folder(key: str) -> None:
    put("in/a.png", plain_png(RED))
    put_json("recipe.json", {"variants": {"thumb": {**THUMB, "key": key}}})
    said = refused("in", "--out", "deep/out", "--recipe", "recipe.json")
    assert 'the key of the variant "thumb" cannot be a file path' in said


def test_a_link_never_leads_out_of_the_folder() -> None:
    put("in/trip/a.png", plain_png(RED))
    Path("elsewhere").mkdir()
    Path("out/thumbnails").mkdir(parents=True)
    Path("out/thumbnails/trip").symlink_to(Path("elsewhere").absolute())
    assert "is outside --out because of a symbolic link" in refused("in", "--out", "out")


def test_names_that_cannot_be_are_refused_at_once() -> None:
    put(f"in/{'x' * 250}.png", plain_png(RED))
    put("in/a.png", plain_png(RED))
    assert "too long for a file name" in refused("in", "--out", "out")
    put(os.fsdecode(b"other/\xff.png"), plain_png(RED))
    assert "is not UTF-8, as keys must be" in refused("other", "--out", "out")
    folder = [Path("many") / f"{'y' * 248}{number}.png" for number in range(30)]
    for path in folder:
        put(str(path), plain_png(RED))
    said = refused("many", "--out", "out").splitlines()
    assert len(said) == 21
    assert said[-1] == "thumbnailer: and 10 more problems"


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
