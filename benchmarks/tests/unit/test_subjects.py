"""The labelled pictures, and how a crop of them is judged."""

from __future__ import annotations

import tomllib

import pytest

from benchmarks.subjects import kept
from thumbnailer.imaging.geometry import Box
from tools.paths import ROOT


def test_every_label_is_a_box_within_its_picture() -> None:
    document = tomllib.loads((ROOT / "benchmarks/subjects.toml").read_text())
    assert set(document) == {"debian", "python"}
    boxes = [
        box for group in document.values() for files in group.values() for box in files.values()
    ]
    assert len(boxes) >= 40
    for left, top, right, bottom in boxes:
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1


@pytest.mark.parametrize(
    ("crop", "share"),
    [
        (Box(0, 0, 100, 100), 1),
        (Box(50, 0, 150, 100), 0.5),
        (Box(60, 0, 160, 100), 0),
        # Half as wide as the subject: all that it can hold is the half.
        (Box(40, 0, 60, 100), 1),
        (Box(30, 0, 50, 100), 0.5),
    ],
)
def test_what_is_kept_is_a_share_of_what_could_be(crop: Box, share: float) -> None:
    assert kept(crop, Box(40, 40, 60, 60)) == pytest.approx(share)
