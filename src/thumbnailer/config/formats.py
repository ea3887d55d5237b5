"""What there is to know of each format of pictures: one row each, read by Python and by Terraform.

A new format is a row here, and the module that the row names: see docs/development/extending.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

# A variant's `format` that stands for that of its source.
SAME = "same"


class Format(NamedTuple):
    """A format of files, told by content.

    Attributes:
        name: in recipes, and in upper case to people. Pillow encodes by it.
        media_type: as in https://www.iana.org/assignments/media-types.
        suffixes: what its files' names end with; keys of renditions end with the first.
        signature: a regular expression of the bytes that its files begin with, in which a dot is
            any byte. The first row that fits has the file.
        source: the module of the class `Source` that reads and decodes it. Imported when a file of
            the format comes, or, if it is a default input, at the start.
        brands: of an ISO base media file (ISO/IEC 14496-12, 4.3): one of them has to be the major
            brand, or among the others where that says nothing; none: any will do.
        bytes_per_pixel: of memory that its decoder keeps beside the decoded picture.
        alpha: whether its pixels may be transparent.
        moves: whether its files may have frames that follow each other, and keep them.
        turned_by_decoder: whether its decoder turns pictures upright.
        output: whether a variant may ask for it.
        same: the name of the format that `same` means for it; None for itself.
        quality: what it is encoded with where a variant has none; None where it has no quality.
        options: of Pillow's encoder.
        encoder: the module whose `encode` is used in place of Pillow's, where it imports; None for
            none.
        members: of a variant, which are options of the encoder too.
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
        """What people are told that a file is."""
        return self.name.upper()

    @property
    def ext(self) -> str:
        """What the key of a rendition in this format ends with."""
        return self.suffixes[0]


_ROOM = "thumbnailer.imaging.formats"
# The qualities are those of imgproxy: about equally good to look at. The bytes per pixel are what
# libwebp, libavif, libheif, libtiff and Pillow's GIFs take, as tests/corpus measures it.
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

# By name, in the order in which people are told of them.
FORMATS: dict[str, Format] = {row.name: row for row in _ROWS}


def output_names() -> list[str]:
    """The formats that a variant may ask for, without `same`."""
    return [row.name for row in FORMATS.values() if row.output]


def moving_output_names() -> list[str]:
    """Those of them that go on moving."""
    return [row.name for row in FORMATS.values() if row.output and row.moves]
