"""libvips reads the pixels of PNGs that are encoded natively."""

from __future__ import annotations

from random import Random

import pytest
import pyvips
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.property.imaging.pngs import NOISE
from thumbnailer.imaging.formats import png_encode


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
@settings(max_examples=30)
@given(st.integers(1, 70), st.integers(1, 70), st.integers(0, 7), NOISE)
def test_libvips_reads_the_same_pixels(
    mode: str, width: int, height: int, shift: int, noise: Random
) -> None:
    pixels = bytes(byte >> shift for byte in noise.randbytes(width * height * len(mode)))
    data = png_encode.encode(Image.frombytes(mode, (width, height), pixels), b"")
    image = pyvips.Image.new_from_buffer(data, "", fail_on="warning")
    assert (image.width, image.height, image.bands) == (width, height, len(mode))
    assert image.write_to_memory() == pixels
