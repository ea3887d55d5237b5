"""How much memory a picture takes, told from its header before anything is decoded.

The numbers are upper bounds of what was measured, file by file, over the corpora of `tests/corpus`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thumbnailer.imaging.geometry import Size

# A file as it came, its essence, and what a decoder keeps of it.
_COPIES = 3
# Decoder tables, and what the allocator rounds up.
_FIXED = 16 * 2**20
# A decoded pixel: 4 bytes in RGB; a palette index beside its expansion up to 6, 16-bit grey beside
# its halves up to 7; with transparency the original, its RGBA and its premultiplied copy, and what
# a transparent colour of 16 bits is compared with.
_OPAQUE, _TRANSPARENT = 7, 13
# A pixel of a moving picture, of which a decoder keeps the frame before beside the one at hand.
_MOVING = 24
# A pixel of the rendition at hand: scaled, turned, in sRGB, bare, and encoded.
_FINISHED = 24
# A pixel of any other rendition, which stays for smaller ones to be made of.
_KEPT = 4
# A pixel of a strip: inflated, reconstructed, premultiplied and reduced.
_STRIP = 24
# Pointers to an image's rows, for two images at a time, and a decoder's rows of up to 8 bytes a
# pixel: nothing, unless the picture is all height or all width.
_ROW, _COLUMN = 16, 24


class Header(NamedTuple):
    """What the header of a file tells.

    Attributes:
        bytes: the size of the file.
        bytes_per_pixel: what the decoder of its format keeps beside the decoded picture.
        kept: the bytes that the decoder keeps of the file as stored.
        stored: its size in pixels.
        decoded: the size it will be decoded at.
        tile: the size of the tiles it is decoded by, which may be larger than the picture.
        transparent: whether some of its pixels may be.
        moves: whether its frames are decoded one by one.
        strip: how many pixels are decoded at a time if they are reduced at once, else 0.
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
    """The bytes that rendering takes at most, over those in use before.

    Args:
        header: of the source.
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
