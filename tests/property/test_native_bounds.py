"""Native code touches no byte before or after its buffers, which lie beside forbidden pages."""

from __future__ import annotations

import subprocess
import sys
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.imaging.pngs import NOISE, Png, pngs
from tests.support.guarded import AFTER, BEFORE, Guarded
from thumbnailer_native.resampling import PIXEL_BYTES as SCALED_BYTES
from thumbnailer_native.resampling import Weights, scale, weigh
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
@given(st.data(), NOISE, SIDES)
def test_pixels(data: st.DataObject, noise: Random, side: str) -> None:
    width, height = data.draw(st.tuples(st.integers(1, 90), st.integers(1, 90)))
    target = data.draw(st.tuples(st.integers(1, 60), st.integers(1, 60)))
    across, down = weigh(0, width, width, target[0]), weigh(0, height, height, target[1])
    with (
        Guarded(side, noise.randbytes(width * height * SCALED_BYTES)) as band,
        Guarded(side, across.spans) as columns,
        Guarded(side, across.values) as column_weights,
        Guarded(side, down.spans) as rows,
        Guarded(side, down.values) as row_weights,
    ):
        guarded = (
            Weights(*across[:4], columns, column_weights),
            Weights(*down[:4], rows, row_weights),
        )
        assert scale([band], *guarded) == scale([bytes(band)], across, down)


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
