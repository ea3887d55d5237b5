"""What of a PNG reaches the decoder, and in which order."""

from __future__ import annotations

from tests.support.containers import PNG_MAGIC, chunk, exif, png_with
from thumbnailer.imaging.formats.png_chunks import essence, pixel_data
from tools.samples.pictures import png

PLAIN = png(40, 30)
HEADER_END = 33


def test_a_plain_file_is_not_copied() -> None:
    assert essence(PLAIN) is PLAIN


def test_what_shows_nowhere_is_left_out() -> None:
    data = png_with(PLAIN, chunk(b"tEXt", b"a\0b"), chunk(b"gAMA", bytes(4)))
    assert essence(data + b"more") == PLAIN


def test_exif_comes_before_the_pixels() -> None:
    block = chunk(b"eXIf", exif(6))
    assert essence(png_with(PLAIN, block, before=b"IEND")) == png_with(PLAIN, block)


def test_the_header_comes_first_and_once() -> None:
    header = PLAIN[len(PNG_MAGIC) : HEADER_END]
    rest = PLAIN[HEADER_END:]
    transparent = chunk(b"tRNS", bytes(6))
    late = PNG_MAGIC + transparent + header + rest
    assert essence(late) == PNG_MAGIC + header + transparent + rest
    assert essence(PNG_MAGIC + header + header + rest) == PLAIN


def test_pixels_are_what_follows_without_a_gap() -> None:
    first, second, third = (chunk(b"IDAT", text) for text in (b"one", b"", b"two"))
    other = chunk(b"PLTE", bytes(3))
    head = PLAIN[:HEADER_END] + other
    pieces = list(pixel_data(head + first + second + third + other + first))
    assert b"".join(pieces) == b"onetwo"


def test_pixels_come_in_small_pieces() -> None:
    data = PNG_MAGIC + chunk(b"IDAT", bytes(200_000))
    assert [len(piece) for piece in pixel_data(data)] == [65_536] * 3 + [3_392]


def test_a_chunk_that_is_cut_off_gives_what_is_there() -> None:
    data = PNG_MAGIC + chunk(b"IDAT", b"abc")
    for cut in range(5, len(data)):
        assert b"abc".startswith(b"".join(pixel_data(data[:cut])))
