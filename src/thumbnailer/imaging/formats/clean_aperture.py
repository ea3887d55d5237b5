"""The clean aperture of an AVIF: the part of its image that is displayed.

libavif does not apply it. ISO/IEC 14496-12, 12.1.4; according to ISO/IEC 23000-22, 7.3.6.7, an
image is rotated after it is cropped.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.imaging.formats.parts import most_parts, too_many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thumbnailer.imaging.geometry import Size

_HEAD, _LONG_HEAD = 8, 16  # of a box whose size has 4 or 8 bytes
_FULL = 4  # bytes of version and flags, with which some boxes begin
# The path of boxes to the clean aperture of a sequence, and the bytes before the boxes there.
_TRACK = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd", b"av01", b"clap")
_BEFORE = {b"stsd": 8, b"av01": 78}


def clean_aperture(data: bytes, size: Size) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of the part, rounded inward to whole pixels; None for all.

    Args:
        data: an AVIF.
        size: the size of its image as stored.

    Raises:
        Rejected: `corrupt` if the part is not inside the image, or the file has far more boxes or
            items than an image needs.
    """
    file = memoryview(data)
    most = most_parts(data)
    try:
        found = _of_track(file, most) if data[8:12] == b"avis" else _of_item(file, most)
        if found is None:
            return None
        values = struct.unpack_from(">IIIIiIiI", found)
        left, right = _side(size.width, *values[:2], *values[4:6])
        top, bottom = _side(size.height, *values[2:4], *values[6:])
    except (struct.error, ZeroDivisionError):
        left = top = right = bottom = 0
    if not (0 <= left < right <= size.width and 0 <= top < bottom <= size.height):
        raise Rejected(Reason.CORRUPT, "the clean aperture of the AVIF is not inside its image")
    return left, top, right, bottom


def _side(length: int, clean: int, clean_by: int, offset: int, offset_by: int) -> tuple[int, int]:
    """The edges of the part on one side, from its length and its offset from the middle."""
    by = 2 * clean_by * offset_by
    start = 2 * clean_by * offset + offset_by * (length * clean_by - clean)
    return -(-start // by), (start + 2 * offset_by * clean) // by


def _of_item(file: memoryview, most: int) -> memoryview | None:
    """The clean aperture of a still image: the first such property of its primary item."""
    meta = _first(file, b"meta", most)[_FULL:]
    primary = int.from_bytes(_first(meta, b"pitm", most)[_FULL:])
    shared = _first(meta, b"iprp", most)
    properties = list(_boxes(_first(shared, b"ipco", most), most))
    for number in _associated(primary, _first(shared, b"ipma", most), most):
        if number <= len(properties) and properties[number - 1][0] == b"clap":
            return properties[number - 1][1]
    return None


def _associated(item: int, associations: memoryview, most: int) -> list[int]:
    """The numbers of an item's properties, from 1."""
    if not associations:
        return []
    head = struct.Struct(">IB" if associations[0] else ">HB")
    number = "H" if associations[3] & 1 else "B"
    (count,), at = struct.unpack_from(">I", associations, _FULL), _FULL + 4
    if count > most:
        raise too_many("items", most)
    for _ in range(count):
        owner, many = head.unpack_from(associations, at)
        numbers = struct.Struct(f">{many}{number}")
        if owner == item:
            # The highest bit marks an essential property.
            mask = 0x7FFF if number == "H" else 0x7F
            values = numbers.unpack_from(associations, at + head.size)
            return [value & mask for value in values if value & mask]
        at += head.size + numbers.size
    return []


def _of_track(file: memoryview, most: int) -> memoryview | None:
    """The clean aperture of a sequence."""
    found = [file]
    for kind in _TRACK:
        inner = [
            content for outer in found for name, content in _boxes(outer, most) if name == kind
        ]
        found = [content[_BEFORE.get(kind, 0) :] for content in inner]
    return found[0] if found else None


def _first(outer: memoryview, kind: bytes, most: int) -> memoryview:
    """The content of the first box of a type; empty if there is none."""
    return next((content for name, content in _boxes(outer, most) if name == kind), outer[:0])


def _boxes(outer: memoryview, most: int) -> Iterator[tuple[bytes, memoryview]]:
    """Type and content of the boxes on one level."""
    at, count = 0, 0
    while at + _HEAD <= len(outer):
        count += 1
        if count > most:
            raise too_many("boxes", most)
        size, kind = struct.unpack_from(">I4s", outer, at)
        head = _HEAD
        if size == 1:
            size, head = int.from_bytes(outer[at + _HEAD : at + _LONG_HEAD]), _LONG_HEAD
        end = at + size if size else len(outer)
        if end < at + head:
            return
        yield kind, outer[at + head : end]
        at = end
