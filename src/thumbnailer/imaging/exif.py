"""What is read of a file's Exif data, and what is kept of them.

CIPA DC-008, https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E, 4.6.2: a
TIFF's first directory. Pillow would read all of it, with its directories within, whatever that
takes.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from PIL import ExifTags, Image

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.ImageFile import ImageFile

# As much as a JPEG can hold; what lies beyond is not looked at in other formats either.
MOST_BYTES = 64 * 1024

_PREFIX = b"Exif\0\0"
_ORDERS = {b"II*\0": "<", b"MM\0*": ">"}
_HEAD, _ENTRY, _INLINE = 8, 12, 4
_ASCII = 2
_NUMBERS = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i"}
_READ = (ExifTags.Base.Orientation, ExifTags.Base.Artist, ExifTags.Base.Copyright)


def read(image: ImageFile) -> dict[int, int | str]:
    """Orientation, Artist and Copyright, as far as the file has them and they can be read.

    Of the Exif block alone: what XMP says of the orientation is for its editor, and libvips and
    browsers do not turn pictures by it either.
    """
    block = image.info.get("exif") or b""
    block = block[: MOST_BYTES + len(_PREFIX)].removeprefix(_PREFIX)[:MOST_BYTES]
    order = _ORDERS.get(block[:_INLINE])
    try:
        return dict(_tags(block, order)) if order else {}
    except struct.error:
        return {}


def orientation(tags: dict[int, int | str]) -> int:
    """The value 1 to 8; 1 where there is none or it is unreadable."""
    value = tags.get(ExifTags.Base.Orientation)
    return value if isinstance(value, int) and value in range(1, 9) else 1


def copyright_of(tags: dict[int, int | str]) -> Image.Exif:
    """Artist and Copyright, as far as there are any."""
    kept = Image.Exif()
    for tag in (ExifTags.Base.Artist, ExifTags.Base.Copyright):
        if isinstance(value := tags.get(tag), str):
            kept[tag] = value
    return kept


def _tags(block: bytes, order: str) -> Iterator[tuple[int, int | str]]:
    (first,) = struct.unpack_from(f"{order}I", block, _INLINE)
    (count,) = struct.unpack_from(f"{order}H", block, first)
    start = first + 2
    # The entries that are there: of a directory that is cut off, too.
    for at in range(start, min(start + count * _ENTRY, len(block) - _ENTRY + 1), _ENTRY):
        tag, kind, length = struct.unpack_from(f"{order}HHI", block, at)
        if tag not in _READ or not length:
            continue
        if kind == _ASCII:
            begin = at + _HEAD
            if length > _INLINE:
                (begin,) = struct.unpack_from(f"{order}I", block, begin)
            text = block[begin : begin + length]
            if len(text) == length:
                yield tag, text.removesuffix(b"\0").decode("latin-1")
        elif kind in _NUMBERS and length * struct.calcsize(_NUMBERS[kind]) <= _INLINE:
            yield tag, struct.unpack_from(f"{order}{_NUMBERS[kind]}", block, at + _HEAD)[0]
