"""Native code touches no byte before or after its buffers, which lie beside forbidden pages."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.imaging.pngs import NOISE, Png, pngs
from tests.property.imaging.test_jpeg_eighth import damaged
from tests.support.guarded import AFTER, BEFORE, Guarded
from thumbnailer_native.filtering import Filter
from thumbnailer_native.jpeg_scan import decode_eighth
from thumbnailer_native.pixels import Pixels
from thumbnailer_native.resampling import WIDEST, scale, weigh
from thumbnailer_native.scanlines import PIXEL_BYTES, reconstruct

SIDES = st.sampled_from([BEFORE, AFTER])


@settings(max_examples=50)
@given(pngs(), SIDES)
def test_scanlines(png: Png, side: str) -> None:
    row = png.width * PIXEL_BYTES[png.channels]
    with (
        Guarded(side, png.filtered) as filtered,
        Guarded(side, bytes(row)) as above,
        Guarded(side, bytes(row * png.height)) as pixels,
    ):
        reconstruct(filtered, above, pixels, png.width, png.channels)


@settings(max_examples=50)
@given(st.integers(1, 40), st.integers(1, 9), st.integers(1, 4), NOISE, SIDES)
def test_rows_to_be_filtered(
    width: int, height: int, channels: int, noise: Random, side: str
) -> None:
    content = noise.randbytes(width * height * channels)
    with Guarded(side, content) as pixels:
        made = Filter(width, channels)(pixels)
    assert made == Filter(width, channels)(content)


@settings(max_examples=100)
@given(st.data(), NOISE, SIDES, st.sampled_from([1, 4]), st.sampled_from([16, WIDEST]))
def test_pixels(data: st.DataObject, noise: Random, side: str, channels: int, vector: int) -> None:
    width, height = data.draw(st.tuples(st.integers(1, 90), st.integers(1, 90)))
    target = data.draw(st.tuples(st.integers(1, 60), st.integers(1, 60)))
    across, down = weigh(0, width, width, target[0]), weigh(0, height, height, target[1])
    content = noise.randbytes(width * height * channels)
    with (
        Guarded(side, content) as image,
        Guarded(side, across.spans) as columns,
        Guarded(side, across.values) as column_weights,
        Guarded(side, down.spans) as rows,
        Guarded(side, down.values) as row_weights,
    ):
        pixels = Pixels(ctypes.addressof(image), width, height, channels, image)
        guarded = (
            across._replace(spans=columns, values=column_weights),
            down._replace(spans=rows, values=row_weights),
        )
        made = scale(pixels, *guarded, vector=vector)
    unguarded = ctypes.create_string_buffer(content, len(content))
    pixels = Pixels(ctypes.addressof(unguarded), width, height, channels, unguarded)
    assert made == scale(pixels, across, down, vector=vector)


@settings(max_examples=100)
@given(damaged(), SIDES)
def test_scans(data: bytes, side: str) -> None:
    with Guarded(side, data) as guarded:
        made = decode_eighth(guarded)
    assert made == decode_eighth(data)


@pytest.mark.parametrize(("side", "index"), [(BEFORE, -1), (AFTER, 10)])
def test_what_is_beyond_a_buffer_is_forbidden(side: str, index: int) -> None:
    reads = (
        "import ctypes; from tests.support.guarded import Guarded\n"
        f"with Guarded({side!r}, bytes(10)) as buffer:\n"
        "    ctypes.string_at(ctypes.addressof(buffer), 10)\n"
        "    print('within', flush=True)\n"
        f"    ctypes.string_at(ctypes.addressof(buffer) + {index}, 1)\n"
    )
    done = subprocess.run([sys.executable, "-c", reads], capture_output=True, check=False)
    assert done.stdout == b"within\n"
    assert done.returncode
