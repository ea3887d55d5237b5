"""The image formats, one row each; read by Python and by Terraform.

To add a format, add a row and the module that it names: see docs/development/extending.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

# The value of a variant's `format` for the format of its source.
SAME = "same"


class Format(NamedTuple):
    """A file format, recognized by content.

    Attributes:
        name: its name in recipes and in Pillow; uppercase in messages.
        media_type: its media type in https://www.iana.org/assignments/media-types.
        suffixes: the suffixes of its file names; keys of renditions end with the first.
        signature: a regular expression for the first bytes of its files, in which a dot is any
            byte. The first row that matches determines the format.
        source: the module of the class `Source` that reads and decodes it. Imported with the first
            file of the format, or, if it is a default input, at the start.
        brands: the brands of an ISO base media file (ISO/IEC 14496-12, 4.3): one of them must be
            the major brand, or a compatible brand if the major brand stands for any coding; empty
            for no condition.
        bytes_per_pixel: the memory that its decoder needs in addition to the decoded image.
        alpha: whether its pixels may be transparent.
        moves: whether its files may be animated, as sources and as renditions.
        turned_by_decoder: whether its decoder applies the orientation.
        output: whether it is allowed as the `format` of a variant.
        same: the name of the format that `same` stands for; None for this format.
        quality: the default quality of a variant; None if the format has no quality.
        options: the options for Pillow's encoder.
        encoder: the module whose `encode` replaces Pillow's encoder if it can be imported; None
            for Pillow's encoder.
        members: the members of a variant that are also options of the encoder.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    signature: bytes
    source: str
    brands: frozenset[bytes] = frozenset()
    bytes_per_pixel: int = 0
    alpha: bool = True
    moves: bool = False
    turned_by_decoder: bool = False
    output: bool = False
    same: str | None = None
    quality: int | None = None
    options: Mapping[str, Any] = {}
    encoder: str | None = None
    members: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The name in messages."""
        return self.name.upper()

    @property
    def ext(self) -> str:
        """The extension of the keys of renditions in this format."""
        return self.suffixes[0]


_ROOM = "thumbnailer.imaging.formats"
# The qualities are those of imgproxy, for about the same visual quality in all formats. The bytes
# per pixel are those of libwebp, libavif, libheif, libtiff and Pillow's GIF decoder, measured by
# tests/corpus.
_ROWS = (
    Format(
        name="jpeg",
        media_type="image/jpeg",
        suffixes=(".jpg", ".jpeg"),
        signature=rb"\xff\xd8\xff",
        source=f"{_ROOM}.jpeg",
        alpha=False,
        output=True,
        quality=80,
        options={"optimize": True},
        members=("progressive",),
    ),
    Format(
        name="png",
        media_type="image/png",
        suffixes=(".png",),
        signature=rb"\x89PNG\r\n\x1a\n",
        source=f"{_ROOM}.png",
        output=True,
        # zlib's Z_RLE: four times as fast as its default, for files that are 1 to 9 % larger.
        options={"compress_type": 3},
        encoder=f"{_ROOM}.png_encode",
    ),
    Format(
        name="webp",
        media_type="image/webp",
        suffixes=(".webp",),
        signature=rb"RIFF....WEBP",
        source=f"{_ROOM}.webp",
        bytes_per_pixel=12,
        moves=True,
        output=True,
        quality=79,
    ),
    Format(
        name="gif",
        media_type="image/gif",
        suffixes=(".gif",),
        signature=rb"GIF8[79]a",
        source=f"{_ROOM}.gif",
        bytes_per_pixel=8,
        moves=True,
        same="png",
    ),
    Format(
        name="avif",
        media_type="image/avif",
        suffixes=(".avif",),
        signature=rb"....ftyp(?:avi[fs]|mif1|msf1)",
        source=f"{_ROOM}.avif",
        brands=frozenset((b"avif", b"avis")),
        bytes_per_pixel=12,
        output=True,
        quality=63,
        # Of 0 (slow) to 10: above 8 files grow, below it AVIF costs several times all the rest.
        options={"speed": 8},
    ),
    Format(
        name="tiff",
        media_type="image/tiff",
        suffixes=(".tif", ".tiff"),
        signature=rb"II[*+]\x00|MM\x00[*+]",
        source=f"{_ROOM}.tiff",
        bytes_per_pixel=12,
        turned_by_decoder=True,
        same="png",
    ),
    Format(
        name="heic",
        media_type="image/heic",
        suffixes=(".heic", ".heif"),
        signature=rb"....ftyp(?:he[iv][cxms]|mif1|msf1)",
        source=f"{_ROOM}.heic",
        bytes_per_pixel=12,
        turned_by_decoder=True,
        same="jpeg",
    ),
)

# By name, in the order in which messages list them.
FORMATS: dict[str, Format] = {row.name: row for row in _ROWS}


def output_names() -> list[str]:
    """The formats that are allowed as the `format` of a variant, without `same`."""
    return [row.name for row in FORMATS.values() if row.output]


def moving_output_names() -> list[str]:
    """Those of `output_names` that can be animated."""
    return [row.name for row in FORMATS.values() if row.output and row.moves]
