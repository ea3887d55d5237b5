"""Kinds of JPEG that are rare, each with the answer that its uploader can do something with."""

from __future__ import annotations

import pytest

from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.imaging import render
from tools.samples.pictures import jpeg, opened
from tools.samples.recipes import recipe

_RECIPE = recipe(thumb={"width": 20, "height": 20})
_BASELINE = 0xC0

# 16 x 8 pixels of one grey, arithmetic-coded.
ARITHMETIC = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb0043000302020302020303030304030304050805050404"
    "050a070706080c0a0c0c0b0a0b0b0d0e12100d0e110e0b0b1016101113141515150c0f171816141812141514ff"
    "c9000b080008001001011100ffcc000600101005ffda0008010100003f00ff00cfe0ffd9"
)


def of_process(marker: int, bits: int = 8) -> bytes:
    """A JPEG that claims another coding process, and depth, than its data have."""
    data = jpeg()
    at = data.index(bytes([0xFF, _BASELINE]))
    return data[: at + 1] + bytes([marker]) + data[at + 2 : at + 4] + bytes([bits]) + data[at + 5 :]


@pytest.mark.parametrize(
    "data",
    [
        of_process(0xC1, 12),
        of_process(0xC2, 12),
        of_process(0xC3),
        of_process(0xC3, 16),
        of_process(0xC5),
        of_process(0xF7),
    ],
    ids=["12 bits", "12 bits, progressive", "lossless", "lossless, 16 bits", "hierarchical", "LS"],
)
def test_processes_that_are_not_decoded_are_unsupported(data: bytes) -> None:
    with pytest.raises(Rejected) as rejected:
        render(data, _RECIPE)
    assert rejected.value.reason is Reason.UNSUPPORTED_FORMAT


def test_arithmetic_coding_is_decoded() -> None:
    (thumb,) = render(ARITHMETIC, _RECIPE).renditions
    assert opened(thumb.data).getextrema() == (90, 90)


@pytest.mark.parametrize("missing", [3, 4, 50])
def test_without_its_last_pixels_a_jpeg_is_corrupt(missing: int) -> None:
    with pytest.raises(Rejected) as rejected:
        render(jpeg()[:-missing], _RECIPE)
    assert rejected.value.reason is Reason.CORRUPT
