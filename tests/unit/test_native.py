"""Native code is never given sizes that lead it out of its buffers, and is missed by name."""

from __future__ import annotations

import ctypes
import math
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import thumbnailer_native
from thumbnailer_native.filtering import Filter
from thumbnailer_native.pixels import ScatteredError, pixels_of
from thumbnailer_native.resampling import scale, weigh
from thumbnailer_native.scanlines import reconstruct

# Two scanlines of two pixels of three channels, and what is above them.
FILTERED, ABOVE, PIXELS = bytes(14), 8, 16


@pytest.mark.parametrize(
    ("filtered", "above", "pixels", "width"),
    [
        (FILTERED[1:], ABOVE, PIXELS, 2),
        (FILTERED, ABOVE - 1, PIXELS, 2),
        (FILTERED, ABOVE, PIXELS - 1, 2),
        (FILTERED, 0, PIXELS, 0),
        (FILTERED, ABOVE, PIXELS, -1),
    ],
)
def test_scanlines_that_do_not_fit(filtered: bytes, above: int, pixels: int, width: int) -> None:
    with pytest.raises(ValueError, match="do not go below"):
        reconstruct(filtered, bytearray(above), bytearray(pixels), width, 3)


@pytest.mark.parametrize(("width", "channels"), [(0, 3), (-1, 3), (2, 0), (2, 5)])
def test_no_rows_to_filter(width: int, channels: int) -> None:
    with pytest.raises(ValueError, match="there are no scanlines"):
        Filter(width, channels)


def test_rows_that_are_not_whole() -> None:
    filtered = Filter(2, 3)
    with pytest.raises(ValueError, match="7 bytes are no rows of 6"):
        filtered(bytes(7))
    assert filtered(b"") == b""


def test_an_unknown_filter() -> None:
    for kind in range(5, 256):
        with pytest.raises(ValueError, match="filtered in a way"):
            reconstruct(bytes([kind, 0, 0, 0]), bytearray(4), bytearray(4), 1, 3)


def test_no_scanlines() -> None:
    pixels = bytearray(b"left alone")
    reconstruct(b"", bytearray(8), pixels, 2, 3)
    assert pixels == b"left alone"


@pytest.mark.parametrize(
    ("start", "end", "size"),
    [
        (-0.1, 4, 2),
        (0, 10.1, 2),
        (4, 4, 2),
        (5, 4, 2),
        (0, 4, 0),
        (math.nan, 4, 2),
        (0, math.nan, 2),
    ],
)
def test_a_part_outside_its_side(start: float, end: float, size: int) -> None:
    with pytest.raises(ValueError, match="of 10 pixels cannot be scaled"):
        weigh(start, end, 10, size)


@pytest.mark.parametrize("start", [0, 9.999999])
def test_a_sliver_at_either_end(start: float) -> None:
    weights = weigh(start, start + 1e-6, 10, 60)
    assert 0 <= weights.first < weights.end <= 10


@pytest.mark.parametrize(
    ("mode", "size", "at"),
    [
        ("L", (9, 4), (0, 0)),
        ("L", (10, 3), (0, 0)),
        ("L", (10, 4), (1, 0)),
        ("L", (10, 4), (0, 1)),
        ("LA", (20, 8), (0, 0)),
    ],
)
def test_pixels_that_are_missing_or_others(
    mode: str, size: tuple[int, int], at: tuple[int, int]
) -> None:
    # LA has four bytes a pixel in Pillow, as all but L; an image of three is none of Pillow's.
    pixels = pixels_of(Image.new(mode, size))
    if mode == "LA":
        pixels = pixels._replace(channels=3)
    with pytest.raises(ValueError, match=r"are not in|cannot be scaled"):
        scale(pixels, weigh(0, 10, 10, 5), weigh(0, 4, 4, 2), at)


def test_pixels_of_an_image() -> None:
    image = Image.frombytes("CMYK", (3, 2), bytes(range(24)))
    pixels = pixels_of(image)
    assert pixels[1:4] == (3, 2, 4)
    assert ctypes.string_at(pixels.address, 24) == bytes(range(24))


def test_pixels_outlive_their_image() -> None:
    pixels = pixels_of(Image.new("L", (50, 40), 7))
    others = [Image.new("L", (50, 40), 8) for _ in range(100)]
    assert ctypes.string_at(pixels.address, 2000) == bytes([7] * 2000)
    assert len(others) == 100


def test_pixels_in_pieces() -> None:
    with pytest.raises(ScatteredError):
        pixels_of(Image.new("RGB", (4096, 1025)))


def test_what_is_not_compiled_does_not_import(tmp_path: Path) -> None:
    package = Path(thumbnailer_native.__file__).parent
    without = shutil.ignore_patterns("*.so", "__pycache__")
    shutil.copytree(package, tmp_path / package.name, ignore=without)
    for module in ("scanlines", "filtering", "resampling"):
        done = subprocess.run(
            [sys.executable, "-P", "-c", f"import thumbnailer_native.{module}"],
            env={"PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "ImportError: thumbnailer_native is not compiled for this machine" in done.stderr
