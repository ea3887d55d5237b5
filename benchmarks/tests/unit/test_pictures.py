"""The lists of pictures: locked, licensed, and the held-out ones really others."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from tools.paths import ROOT

LISTS = {
    name: tomllib.loads((ROOT / "benchmarks" / name).read_text())
    for name in ("pictures.toml", "held_out.toml")
}
KINDS = {
    "jpeg-small",
    "jpeg-medium",
    "jpeg-large",
    "jpeg-progressive",
    "jpeg-graphic",
    "png-photo",
    "png-screenshot",
    "png-logo",
    "png-drawing",
    "png-scan",
    "png-palette",
}
PROJECTS = {"skimage": "scikit-image", "sklearn": "scikit-learn"}


def entries(listed: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry for kind in listed["pictures"].values() for entry in kind.values()]


def packages(listed: dict[str, Any]) -> set[str]:
    roots = {file.partition(":")[2].split("/")[0] for file in listed["sha256"]}
    return {PROJECTS.get(root, root) for root in roots}


@pytest.mark.parametrize("name", LISTS)
def test_every_file_is_locked_and_every_package_licensed(name: str) -> None:
    listed = LISTS[name]
    files = {entry["file"] for entry in entries(listed) if "file" in entry}
    assert files == set(listed["sha256"])
    assert packages(listed) == set(listed["licences"])


@pytest.mark.parametrize("name", LISTS)
def test_every_kind_is_there(name: str) -> None:
    pictures = LISTS[name]["pictures"]
    assert set(pictures) == KINDS
    assert min(map(len, pictures.values())) > 1


def test_the_held_out_pictures_come_from_other_packages_and_seeds() -> None:
    tuned, held_out = LISTS.values()
    assert not packages(tuned) & packages(held_out)
    seeds = [{e["seed"] for e in entries(listed) if "seed" in e} for listed in LISTS.values()]
    assert not seeds[0] & seeds[1]
