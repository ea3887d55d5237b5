"""Every kind of PNG gives the pixels that the standard defines, before they are scaled."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.imaging.png_kinds import KINDS, pngs, visible
from thumbnailer.imaging.formats.header import read_header
from thumbnailer.imaging.pixels import scalable


@pytest.mark.parametrize(("colour", "depth"), KINDS)
@settings(max_examples=60)
@given(st.data())
def test_pixels_are_those_of_the_standard(colour: int, depth: int, data: st.DataObject) -> None:
    png = data.draw(pngs(colour, depth))
    image = scalable(read_header(png.data, ["png"], max_pixels=1000).decode())
    pixels = struct.iter_unpack("4B", image.convert("RGBA").tobytes())
    assert image.size == png.size
    assert visible(pixels) == visible(png.pixels)
