"""libvips gives every kind of PNG the pixels that `tests/property/imaging` asks for."""

from __future__ import annotations

import struct

import pytest
import pyvips
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.imaging.png_kinds import KINDS, pngs, visible
from tests.support.containers import GREY, GREY_ALPHA


@pytest.mark.parametrize(("colour", "depth"), KINDS)
@settings(max_examples=30)
@given(st.data())
def test_libvips_reads_the_standard_the_same_way(
    colour: int, depth: int, data: st.DataObject
) -> None:
    png = data.draw(pngs(colour, depth))
    image = pyvips.Image.new_from_buffer(png.data, "")
    image = (image >> 8 if depth == 16 else image).cast("uchar")
    if image.bands % 2:
        image = image.bandjoin(255)
    if colour in (GREY, GREY_ALPHA):
        image = image[0].bandjoin([image[0], image[0], image[1]])
    pixels = struct.iter_unpack("4B", image.write_to_memory())
    assert visible(pixels) == visible(png.pixels)
