"""Estimates the memory for an image from its header, before it is decoded.

The numbers are upper bounds of measurements for each file of the corpora of `tests/corpus`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thumbnailer.imaging.geometry import Size

# The file, its essence, and the data that a decoder keeps.
_COPIES = 3
# Decoder tables, and the rounding of the allocator.
_FIXED = 16 * 2**20
# A decoded pixel: 4 bytes in RGB; up to 6 for a palette index with its expansion; up to 7 for 16
# bits of gray with their halves; with transparency, the original, its RGBA and premultiplied
# copies, and the pixels that a 16-bit transparent color is compared with.
_OPAQUE, _TRANSPARENT = 7, 13
# A pixel of an animated image; decoders keep the previous frame in addition to the current one.
_MOVING = 24
# A pixel of the current rendition: scaled, rotated, in sRGB, without metadata, and encoded.
_FINISHED = 24
# A pixel of another rendition, which is kept to scale smaller ones from it.
_KEPT = 4
# A pixel of a strip: inflated, reconstructed, premultiplied and reduced.
_STRIP = 24
# Pointers to the rows of two images at a time, and a decoder's rows of up to 8 bytes per pixel;
# relevant only for extremely high or wide images.
_ROW, _COLUMN = 16, 24


class Header(NamedTuple):
    """The properties of a file in its header.

    Attributes:
        bytes: the size of the file.
        bytes_per_pixel: the bytes that the decoder needs in addition to the decoded image.
        kept: the bytes that the decoder keeps for the file as stored.
        stored: the size in pixels as stored.
        decoded: the size in pixels after decoding.
        tile: the size of the tiles that are decoded, which may be larger than the image.
        transparent: whether some of the pixels may be transparent.
        moves: whether its frames are decoded one by one.
        strip: the number of pixels decoded at a time with a reduction while decoding, else 0.
    """

    bytes: int
    bytes_per_pixel: int
    kept: int
    stored: Size
    decoded: Size
    tile: Size
    transparent: bool
    moves: bool
    strip: int


def estimate(header: Header, outputs: Sequence[Size]) -> int:
    """The maximum memory, in bytes, that rendering takes in addition to the memory in use before.

    Args:
        header: the header of the source.
        outputs: the sizes of the renditions, at least one.
    """
    pixels = sorted(size.pixels for size in outputs)
    decoded = _TRANSPARENT if header.transparent else _OPAQUE
    return (
        header.bytes * _COPIES
        + _FIXED
        + header.kept
        + header.decoded.pixels * decoded
        + max(header.decoded.pixels, header.tile.pixels) * header.bytes_per_pixel
        + header.moves * header.decoded.pixels * _MOVING
        + header.strip * _STRIP
        + pixels[-1] * _FINISHED
        + sum(pixels[:-1]) * _KEPT
        + header.stored.height * _ROW
        + header.stored.width * _COLUMN
    )
