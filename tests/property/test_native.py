"""Native code against Pillow's, which is another's."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from tests.property.imaging.pngs import NOISE, Png, pngs
from thumbnailer.imaging.geometry import Box
from thumbnailer_native.filtering import Filter
from thumbnailer_native.pixels import pixels_of
from thumbnailer_native.resampling import WIDEST, scale, weigh
from thumbnailer_native.scanlines import PIXEL_BYTES, reconstruct
from tools.samples.pictures import opened

LANCZOS = Image.Resampling.LANCZOS
BEYOND = b"not to be touched"
MODES = ["L", "CMYK"]
VECTORS = [vector for vector in (16, 32) if vector <= WIDEST]
RAW = {1: "L", 2: "LA", 3: "RGBX", 4: "RGBA"}


@settings(max_examples=300)
@given(pngs(), st.integers(1, 40))
def test_scanlines_are_reconstructed_some_at_a_time(png: Png, rows: int) -> None:
    line, row = 1 + png.width * png.channels, png.width * PIXEL_BYTES[png.channels]
    above, made = bytearray(row), bytearray()
    pixels = bytearray(rows * row) + BEYOND
    for at in range(0, len(png.filtered), rows * line):
        filtered = png.filtered[at : at + rows * line]
        reconstruct(filtered, above, pixels, png.width, png.channels)
        made += pixels[: len(filtered) // line * row]
        above[:] = made[-row:]
        assert pixels.endswith(BEYOND)
    raw = RAW[png.channels]
    image = opened(png.data)
    assert bytes(made) == (image.convert("RGBA") if raw == "RGBX" else image).tobytes()


def predicted(kind: int, left: int, above: int, corner: int) -> int:
    """What a filter takes from a byte, https://www.w3.org/TR/png-3/#9Filters."""
    nearest = min((left, above, corner), key=lambda value: abs(left + above - corner - value))
    return (0, left, above, (left + above) // 2, nearest)[kind]


@settings(max_examples=150)
@given(st.integers(1, 80), st.integers(1, 4), st.integers(1, 7), st.integers(1, 256), NOISE)
def test_scanlines_are_filtered_by_the_best_filter(
    width: int, channels: int, height: int, values: int, noise: Random
) -> None:
    row = width * channels
    pixels = bytes(noise.randrange(values) for _ in range(row * height))
    whole, by_rows = Filter(width, channels), Filter(width, channels)
    made = bytes(whole(pixels))
    assert made == b"".join(by_rows(pixels[at : at + row]) for at in range(0, len(pixels), row))
    above = bytes(row)
    for y in range(height):
        here = pixels[y * row : (y + 1) * row]
        lefts, corners = bytes(channels) + here, bytes(channels) + above
        ways = [
            bytes(
                value - predicted(kind, *around) & 0xFF
                for value, *around in zip(here, lefts, above, corners, strict=False)
            )
            for kind in range(5)
        ]
        found = made[y * (row + 1) : (y + 1) * (row + 1)]
        assert found[1:] == ways[found[0]]
        # What is filtered as pixels beyond the end counts, too: no more than one step of it.
        sums = [sum(min(byte, 256 - byte, 16) for byte in way) for way in ways]
        assert sums[found[0]] <= min(sums) + channels * 16
        above = here


@st.composite
def parts(draw: st.DrawFn, length: int) -> tuple[float, float]:
    start = draw(st.floats(0, length - 0.1))
    return start, draw(st.floats(start + 0.05, length))


def noisy(mode: str, size: tuple[int, int], noise: Random) -> Image.Image:
    return Image.frombytes(mode, size, noise.randbytes(size[0] * size[1] * len(mode)))


def by_pillow(image: Image.Image, size: tuple[int, int], box: Box) -> Image.Image:
    """Down, then across: in one step, Pillow may go across first, and clip other pixels."""
    between = (image.width, size[1])
    lines = image.resize(between, LANCZOS, box=(0, box.top, image.width, box.bottom))
    return lines.resize(size, LANCZOS, box=(box.left, 0, box.right, size[1]))


def difference(made: bytearray, wanted: Image.Image) -> int:
    image = Image.frombytes(wanted.mode, wanted.size, bytes(made))
    return max(max(band.tobytes()) for band in ImageChops.difference(image, wanted).split())


@settings(max_examples=300)
@given(st.data(), NOISE, st.sampled_from(MODES))
def test_pixels_are_scaled_as_by_pillow(data: st.DataObject, noise: Random, mode: str) -> None:
    size = data.draw(st.tuples(st.integers(1, 90), st.integers(1, 90)))
    target = data.draw(st.tuples(st.integers(1, 60), st.integers(1, 60)))
    (left, right), (top, bottom) = data.draw(parts(size[0])), data.draw(parts(size[1]))
    image = noisy(mode, size, noise)
    across, down = weigh(left, right, size[0], target[0]), weigh(top, bottom, size[1], target[1])

    made = scale(pixels_of(image), across, down)

    # Rounded otherwise in between, pixels may differ by 1, and by 2 when that is amplified.
    reduced = target[0] <= right - left and target[1] <= bottom - top
    wanted = by_pillow(image, target, Box(left, top, right, bottom))
    assert difference(made, wanted) <= (2 if reduced else 3)
    # However many of them are computed at once, and wherever the rest of the image is.
    for vector in VECTORS:
        assert scale(pixels_of(image), across, down, vector=vector) == made
    rows = (0, data.draw(st.integers(0, target[1])), target[1])
    bands = [down.some(start, end) for start, end in pairwise(rows) if start < end]
    assert made == b"".join(
        scale(
            pixels_of(image.crop((across.first, band.first, across.end, band.end))),
            *(across, band, (across.first, band.first)),
        )
        for band in bands
    )


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("length", [1, 2, 15, 16, 17, 255, 3000, 20011])
@pytest.mark.parametrize("count", [1, 2, 7, 64, 150])
def test_long_sides_are_scaled_as_by_pillow(mode: str, length: int, count: int) -> None:
    noise = Random(f"{mode} {length} {count}")
    for size, target in (((length, 3), (count, 2)), ((3, length), (2, count))):
        image = noisy(mode, size, noise)
        across, down = weigh(0, size[0], size[0], target[0]), weigh(0, size[1], size[1], target[1])
        made = scale(pixels_of(image), across, down)
        wanted = by_pillow(image, target, Box(0, 0, *size))
        assert difference(made, wanted) <= (2 if count <= length else 3)


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("value", [0, 1, 127, 254, 255])
def test_what_is_even_stays_as_it_is(vector: int, mode: str, value: int) -> None:
    image = Image.new(mode, (97, 61), (value,) * len(mode))
    for width, height in ((1, 1), (13, 40), (97, 7), (200, 150)):
        across, down = weigh(0, 97, 97, width), weigh(0, 61, 61, height)
        made = scale(pixels_of(image), across, down, vector=vector)
        assert made == bytes([value]) * (width * height * len(mode))
