"""Native code against Pillow's, which is another's."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from tests.property.imaging.pngs import NOISE, Png, pngs
from thumbnailer_native.resampling import scale, weigh
from thumbnailer_native.scanlines import PIXEL_BYTES, reconstruct
from tools.samples.pictures import opened

LANCZOS = Image.Resampling.LANCZOS
BEYOND = b"not to be touched"
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


@st.composite
def parts(draw: st.DrawFn, length: int) -> tuple[float, float]:
    start = draw(st.floats(0, length - 0.1))
    return start, draw(st.floats(start + 0.05, length))


@settings(max_examples=300)
@given(st.data(), NOISE, st.integers(1, 33))
def test_pixels_are_scaled_as_by_pillow(data: st.DataObject, noise: Random, band: int) -> None:
    size = data.draw(st.tuples(st.integers(1, 90), st.integers(1, 90)))
    target = data.draw(st.tuples(st.integers(1, 60), st.integers(1, 60)))
    (left, right), (top, bottom) = data.draw(parts(size[0])), data.draw(parts(size[1]))
    image = Image.frombytes("CMYK", size, noise.randbytes(size[0] * size[1] * 4))

    across, down = weigh(left, right, size[0], target[0]), weigh(top, bottom, size[1], target[1])
    bands = (
        image.crop((across.first, y, across.end, min(y + band, down.end))).tobytes()
        for y in range(down.first, down.end, band)
    )
    made = Image.frombytes("CMYK", target, bytes(scale(bands, across, down)))

    # In two steps: in one, Pillow may go down first, and clip other pixels in between. Rounded
    # otherwise there, pixels may differ by 1, and by 2 when that is amplified.
    between = image.resize((target[0], size[1]), LANCZOS, box=(left, 0, right, size[1]))
    wanted = between.resize(target, LANCZOS, box=(0, top, target[0], bottom))
    differs = ImageChops.difference(made, wanted)
    reduced = target[0] <= right - left and target[1] <= bottom - top
    assert all(max(channel.tobytes()) <= (2 if reduced else 3) for channel in differs.split())
