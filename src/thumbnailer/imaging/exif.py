"""Reads the Exif tags that renditions use or keep.

CIPA DC-008, https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E, 4.6.2: the
first directory of a TIFF. Pillow reads all tags and nested directories, without a limit on their
size.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from PIL import ExifTags, Image

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.ImageFile import ImageFile

# The maximum size in a JPEG; in other formats, data beyond it is not read, either.
MOST_BYTES = 64 * 1024

_PREFIX = b"Exif\0\0"
_ORDERS = {b"II*\0": "<", b"MM\0*": ">"}
_HEAD, _ENTRY, _INLINE = 8, 12, 4
_ASCII = 2
_NUMBERS = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i"}
_READ = (ExifTags.Base.Orientation, ExifTags.Base.Artist, ExifTags.Base.Copyright)


def read(image: ImageFile) -> dict[int, int | str]:
    """The tags Orientation, Artist and Copyright that the file has and that can be read.

    Reads only the Exif block. The orientation in XMP data is for editors; libvips and browsers
    ignore it, too.
    """
    block = image.info.get("exif") or b""
    block = block[: MOST_BYTES + len(_PREFIX)].removeprefix(_PREFIX)[:MOST_BYTES]
    order = _ORDERS.get(block[:_INLINE])
    try:
        return dict(_tags(block, order)) if order else {}
    except struct.error:
        return {}


def orientation(tags: dict[int, int | str]) -> int:
    """The orientation, 1 to 8; 1 if it is missing or invalid."""
    value = tags.get(ExifTags.Base.Orientation)
    return value if isinstance(value, int) and value in range(1, 9) else 1


def copyright_of(tags: dict[int, int | str]) -> Image.Exif:
    """The tags Artist and Copyright, if there are any."""
    kept = Image.Exif()
    for tag in (ExifTags.Base.Artist, ExifTags.Base.Copyright):
        if isinstance(value := tags.get(tag), str):
            kept[tag] = value
    return kept


def _tags(block: bytes, order: str) -> Iterator[tuple[int, int | str]]:
    (first,) = struct.unpack_from(f"{order}I", block, _INLINE)
    (count,) = struct.unpack_from(f"{order}H", block, first)
    start = first + 2
    # Reads the existing entries, also of a truncated directory.
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
