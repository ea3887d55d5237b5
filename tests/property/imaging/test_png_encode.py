"""PNGs that are encoded natively hold the pixels, and nothing that is not to be in them."""

from __future__ import annotations

import struct
import zlib
from random import Random
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.property.imaging.pngs import NOISE
from tests.support.containers import PNG_MAGIC, exif
from thumbnailer.config.formats import FORMATS
from thumbnailer.imaging.formats import png_encode
from tools.samples.pictures import encoded, opened

MODES = ["L", "LA", "RGB", "RGBA"]
HEAD, CHECKSUM = 8, 4


def noisy(mode: str, size: tuple[int, int], noise: Random, values: int) -> Image.Image:
    """An image whose bytes are of so many neighbouring values, 1 to 256."""
    first, count = noise.randrange(256), size[0] * size[1] * len(mode)
    return Image.frombytes(
        mode, size, bytes((first + noise.randrange(values)) % 256 for _ in range(count))
    )


def chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Kind and content of each chunk, of a file whose checksums are right."""
    assert data.startswith(PNG_MAGIC)
    found, at = [], len(PNG_MAGIC)
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        content = data[at + HEAD : at + HEAD + length]
        (checksum,) = struct.unpack_from(">I", data, at + HEAD + length)
        assert checksum == zlib.crc32(kind + content)
        found.append((kind, content))
        at += HEAD + length + CHECKSUM
    return found


@pytest.mark.parametrize("mode", MODES)
@settings(max_examples=60)
@given(
    st.tuples(st.integers(1, 70), st.integers(1, 70)),
    NOISE,
    st.sampled_from([1, 2, 5, 256]),
    st.integers(1, 600),
)
def test_pixels_come_back(
    mode: str, size: tuple[int, int], noise: Random, values: int, band: int
) -> None:
    image = noisy(mode, size, noise, values)
    with mock.patch.object(png_encode, "_BAND", band):
        data = png_encode.encode(image, b"")
    found = opened(data)
    assert (found.mode, found.size, found.tobytes()) == (mode, size, image.tobytes())
    assert [kind for kind, _ in chunks(data)] == [b"IHDR", b"IDAT", b"IEND"]
    # Bands are not seen in what is made of them.
    assert data == png_encode.encode(image, b"")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("size", [(1, 3000), (3000, 1), (1, 1), (15, 2), (16, 2), (17, 2)])
def test_narrow_pictures(mode: str, size: tuple[int, int]) -> None:
    image = noisy(mode, size, Random(1), 256)
    assert opened(png_encode.encode(image, b"")).tobytes() == image.tobytes()


@pytest.mark.parametrize("prefix", [b"", b"Exif\0\0"])
def test_exif_is_kept(prefix: bytes) -> None:
    block = exif(6)
    data = png_encode.encode(Image.new("L", (3, 3)), prefix + block)
    assert chunks(data)[1] == (b"eXIf", block)
    assert opened(data).getexif()[0x0112] == 6


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("values", [1, 3, 100])
def test_files_are_as_small_as_by_pillow(mode: str, values: int) -> None:
    image = noisy(mode, (200, 150), Random(values), values)
    by_pillow = encoded(image, "PNG", **FORMATS["png"].options)
    assert len(png_encode.encode(image, b"")) <= len(by_pillow)


def test_what_is_even_is_packed_by_runs() -> None:
    image = Image.new("RGBA", (500, 400), (9, 8, 7, 255))
    image.paste((200, 30, 40, 255), (100, 80, 420, 300))
    with mock.patch.object(png_encode, "_EVEN", 0):
        by_isal = png_encode.encode(image, b"")
    assert len(png_encode.encode(image, b"")) < len(by_isal)
