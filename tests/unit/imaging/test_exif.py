"""The three Exif tags that count, against Pillow's reader, and blocks that are odd."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.AvifImagePlugin import AvifImageFile
from PIL.PngImagePlugin import PngImageFile

from tests.support.containers import (
    avif_with_exif,
    big_exif,
    chunk,
    exif,
    exif_of_artist,
    png_with,
)
from thumbnailer.imaging.exif import MOST_BYTES, copyright_of, orientation, read
from thumbnailer.imaging.formats.avif import essence
from tools.samples.pictures import encoded, opened, png, quadrants

AVIF = encoded(quadrants(), "AVIF", exif=exif_of_artist("a" * 99))

ORIENTATION, ARTIST, COPYRIGHT = 0x0112, 0x013B, 0x8298


def picture(block: bytes) -> PngImageFile:
    image = PngImageFile(BytesIO(png()))
    image.info["exif"] = block
    return image


def entry(tag: int, kind: int, count: int, value: bytes) -> bytes:
    return struct.pack(">HHI", tag, kind, count) + value.ljust(4, b"\0")


def block(*entries: bytes, rest: bytes = b"", count: int | None = None) -> bytes:
    head = b"MM\0*" + struct.pack(">IH", 8, len(entries) if count is None else count)
    return head + b"".join(entries) + bytes(4) + rest


TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=200)


@given(st.integers(1, 8), TEXT, TEXT, st.sampled_from("<>"), st.booleans())
def test_as_pillow_reads_them(
    turn: int, artist: str, owner: str, order: str, prefixed: bool
) -> None:
    tags = Image.Exif()
    tags.endian = order
    tags[ORIENTATION], tags[ARTIST], tags[COPYRIGHT], tags[0x010F] = turn, artist, owner, "a camera"
    written = tags.tobytes()
    found = read(picture(written if prefixed else written.removeprefix(b"Exif\0\0")))
    assert found == {ORIENTATION: turn, ARTIST: artist, COPYRIGHT: owner}
    assert orientation(found) == turn
    assert dict(copyright_of(found)) == {ARTIST: artist, COPYRIGHT: owner}


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("kind", [(1, "B"), (3, "H"), (4, "I")])
def test_an_orientation_of_any_whole_number(turn: int, kind: tuple[int, str]) -> None:
    number, code = kind
    data = block(entry(ORIENTATION, number, 1, struct.pack(f">{code}", turn)))
    assert orientation(read(picture(data))) == turn


@pytest.mark.parametrize(
    "odd",
    [
        b"",
        b"Exif\0\0",
        b"MM\0*",
        b"MM\0*\xff\xff\xff\xff",
        b"MM\0+" + exif(6)[4:],
        exif(6)[:12],
        exif(0),
        exif(9),
        block(entry(ORIENTATION, 5, 1, b"\0\0\0\6")),
        block(entry(ORIENTATION, 2, 2, b"6\0")),
        block(entry(ORIENTATION, 3, 2**31, b"\0\6")),
        block(entry(ARTIST, 2, 5, b"\xff\xff\xff\xff")),
        block(entry(ARTIST, 2, 2**32 - 1, b"\0\0\0\0")),
        block(entry(ARTIST, 2, 0, b"")),
        block(entry(ARTIST, 3, 1, b"\0\1"), count=65535)[:30],
    ],
)
def test_what_cannot_be_read_says_nothing(odd: bytes) -> None:
    found = read(picture(odd))
    assert orientation(found) == 1
    assert dict(copyright_of(found)) == {}


def test_a_directory_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    whole = block(entry(ORIENTATION, 3, 1, b"\0\6"), count=500)
    assert orientation(read(picture(whole))) == 6


def test_what_lies_beyond_64_kilobytes_is_not_looked_at() -> None:
    near = struct.pack(">I", MOST_BYTES - 6)
    far = struct.pack(">I", MOST_BYTES)
    rest = bytes(MOST_BYTES - 6 - 38) + b"near\0\0" + b"far.\0"
    found = read(picture(block(entry(ARTIST, 2, 5, near), entry(COPYRIGHT, 2, 5, far), rest=rest)))
    assert found == {ARTIST: "near"}


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, of what it reads of the small one
def test_a_large_block_of_an_avif_never_reaches_the_decoder() -> None:
    small, large = (avif_with_exif(AVIF, big_exif(entries, 4096)) for entries in (1000, 6000))
    assert essence(small) == small
    assert "exif" in AvifImageFile(BytesIO(small)).info
    left = AvifImageFile(BytesIO(essence(large)))
    assert "exif" not in left.info
    assert left.convert("RGB").tobytes() == opened(AVIF).convert("RGB").tobytes()


def test_a_file_is_turned_by_it() -> None:
    image = PngImageFile(BytesIO(png_with(png(), chunk(b"eXIf", exif(6)))))
    assert orientation(read(image)) == 6
