"""A JPEG without its end marker is a picture if nothing else is missing, and corrupt otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from PIL import Image, ImageChops

from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.imaging import render
from tools.samples.pictures import encoded, opened, quadrants
from tools.samples.recipes import recipe

UNSCALED = recipe(thumb={"width": 100, "height": 100, "format": "png"})
SCALED = recipe(thumb={"width": 6, "height": 6, "format": "png"})
END = 2  # bytes
KINDS: Mapping[str, Mapping[str, Any]] = {
    "baseline": {},
    "4:4:4": {"subsampling": 0},
    "progressive": {"progressive": True},
    "progressive, 4:4:4, fine": {"progressive": True, "subsampling": 0, "quality": 100},
    "restarts after each block": {"restart_marker_blocks": 1},
    "restarts after three": {"restart_marker_blocks": 3},
    "progressive with restarts": {"progressive": True, "restart_marker_blocks": 2},
    "coarse": {"quality": 5},
    "tables of its own": {"optimize": True},
}


def textured(width: int = 44, height: int = 36) -> Image.Image:
    """Something everywhere, to the last block."""
    ramp = Image.linear_gradient("L").resize((width, height))
    return ImageChops.multiply(quadrants(width, height), Image.merge("RGB", [ramp] * 3))


def thumb(data: bytes, unscaled: bool = True) -> bytes:
    (rendition,) = render(data, UNSCALED if unscaled else SCALED).renditions
    return rendition.data


def is_near(one: bytes, other: bytes) -> bool:
    """Whether no channel of any pixel differs by more than 1."""
    apart = ImageChops.difference(opened(one).convert("RGB"), opened(other).convert("RGB"))
    return max(apart.tobytes()) <= 1


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_cut_anywhere_is_corrupt_or_does_not_show(kind: str, mode: str) -> None:
    data = encoded(textured().convert(mode), "JPEG", **{"quality": 80, **KINDS[kind]})
    whole = thumb(data)
    for cut in range(3, len(data) - END):
        try:
            made = thumb(data[:cut])
        except Rejected as rejected:
            assert rejected.reason is Reason.CORRUPT  # noqa: PT017 - either end is right
        else:
            assert is_near(made, whole), cut
            assert len(data) - cut < 20, cut


@pytest.mark.parametrize("missing", [1, END])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_end_alone_is_not_missed(kind: str, mode: str, missing: int) -> None:
    data = encoded(textured().convert(mode), "JPEG", **{"quality": 80, **KINDS[kind]})
    assert thumb(data[:-missing]) == thumb(data)


@pytest.mark.parametrize("kind", KINDS)
def test_a_thumbnail_is_rejected_for_a_cut_that_it_would_not_show(kind: str) -> None:
    data = encoded(textured(400, 300), "JPEG", **{"quality": 80, **KINDS[kind]})
    for missing in (len(data) // 50, len(data) // 3):
        with pytest.raises(Rejected) as rejected:
            thumb(data[:-missing], unscaled=False)
        assert rejected.value.reason is Reason.CORRUPT
    assert thumb(data[:-END], unscaled=False)


def test_a_missing_scan_is_corrupt() -> None:
    data = encoded(textured(), "JPEG", progressive=True)
    scan = data.rindex(b"\xff\xda")
    table = data.rindex(b"\xff\xc4", 0, scan)
    for cut in (scan, table):
        with pytest.raises(Rejected) as rejected:
            thumb(data[:cut])
        assert rejected.value.reason is Reason.CORRUPT
