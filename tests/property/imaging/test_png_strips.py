"""PNGs decoded by strips are what Pillow makes of them, and what it rejects is rejected."""

from __future__ import annotations

import zlib
from io import BytesIO
from unittest import mock

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.property.imaging.pngs import Png, pngs
from tests.support.containers import png_filtered
from thumbnailer.imaging.formats import png_strips
from thumbnailer.imaging.formats.png_chunks import essence, pixel_data
from thumbnailer.imaging.geometry import UNREDUCED, Reduction, Size
from thumbnailer.imaging.pixels import scalable
from tools.samples.pictures import opened

HEADER = 33  # bytes


def by_strips(data: bytes, reduction: Reduction) -> Image.Image:
    """A PNG, decoded a few rows at a time."""
    strips = png_strips.strips(data, Size(*Image.open(BytesIO(data)).size))
    assert strips
    with mock.patch.object(png_strips, "_STRIP_BYTES", 600):
        return strips.decode(reduction)


@settings(max_examples=300)
@given(pngs(), st.builds(Reduction, st.integers(1, 12), st.integers(1, 12)))
def test_strips_are_the_picture(png: Png, reduction: Reduction) -> None:
    made = by_strips(png.data, reduction)
    wanted = scalable(opened(png.data)).reduce(reduction)
    assert made.size == wanted.size
    assert made.convert("RGBA").tobytes() == wanted.convert("RGBA").tobytes()


@st.composite
def damaged(draw: st.DrawFn) -> tuple[Png, bytes]:
    """A PNG, and the same with some bytes changed behind its header, or with its end missing."""
    whole = draw(pngs(side=12))
    data = bytearray(whole.data)
    for _ in range(draw(st.integers(0, 4))):
        data[draw(st.integers(HEADER, len(data) - 1))] = draw(st.integers(0, 255))
    return whole, bytes(data[: draw(st.integers(HEADER, len(data)))])


def inflated(data: bytes, length: int) -> bytes:
    """So many bytes of the pixels as zlib reads them; fewer where they are cut off."""
    return zlib.decompressobj().decompress(b"".join(pixel_data(data)), length)


def made_of(filtered: bytes, like: Png) -> bytes:
    """A PNG of the same size and kind."""
    return png_filtered((like.width, like.height), like.data[25], filtered)


@settings(max_examples=1000)
@given(damaged())
def test_strips_accept_no_damaged_pixels(files: tuple[Png, bytes]) -> None:
    whole, data = files
    data = essence(data)
    try:
        image = Image.open(BytesIO(data))
    except Exception:  # Pillow raises anything; rejected before strips are thought of
        return
    assume("transparency" not in image.info)
    try:
        made = by_strips(data, UNREDUCED)
    except Exception:  # whatever is raised is the file's fault
        return
    try:
        wanted = image.convert(image.mode)
    except Exception:  # because of what follows the pixels
        wanted = opened(made_of(inflated(data, len(whole.filtered)), whole))
    assert made.tobytes() == wanted.tobytes()
