"""The essence of a GIF, https://www.w3.org/Graphics/GIF/spec-gif89a.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thumbnailer.imaging.formats.parts import Frames, most_parts, too_many
from thumbnailer.imaging.geometry import Size

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = 13
_EXTENSION, _IMAGE, _END = 0x21, 0x2C, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
_LOOPS = b"\x0bNETSCAPE2.0"
_IMAGE_HEAD = 10
# Encoders fill blocks of 255 bytes. This is the minimum average size of a block if there are many;
# a part counts as two blocks.
_LEAST_BLOCK = 8


def essence(data: bytes) -> bytes:
    """The frames with their timing and the number of loops; without comments and other texts.

    Raises:
        Rejected: `corrupt` if the file has far more parts than an image needs.
    """
    view = memoryview(data)
    parts = [view[: _first_part(data)]]
    for kind, start, end in _parts(data):
        label = data[start + 1]
        loops = label == _APPLICATION and data.startswith(_LOOPS, start + 2)
        if kind == _IMAGE or label == _CONTROL or loops:
            parts.append(view[start:end])
    return b"".join(parts)


def frames(data: bytes) -> Frames:
    """Count the frames of an essence, and determine the canvas that contains them."""
    count, width, height = 0, 1, 1
    for kind, start, _ in _parts(data):
        if kind == _IMAGE:
            left, top, across, down = (
                int.from_bytes(data[at : at + 2], "little") for at in range(start + 1, start + 9, 2)
            )
            count += 1
            width, height = max(width, left + across), max(height, top + down)
    return Frames(count, Size(width, height))


def _parts(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Type, start and end of each part after the palette; bytes in between are not parts."""
    at, blocks = _first_part(data), 0
    limit = most_parts(data) + len(data) // _LEAST_BLOCK
    while at + 1 < len(data) and data[at] != _END:
        kind, start = data[at], at
        if kind == _EXTENSION:
            at += 2
        elif kind == _IMAGE and at + _IMAGE_HEAD < len(data):
            at += _IMAGE_HEAD + _palette(data[at + _IMAGE_HEAD - 1]) + 1
        else:
            at += 1
            continue
        while at < len(data) and data[at]:
            at += 1 + data[at]
            blocks += 1
        at += 1
        blocks += 2
        if blocks > limit:
            raise too_many("blocks", limit)
        yield kind, start, at


def _first_part(data: bytes) -> int:
    return _HEAD + (_palette(data[10]) if len(data) >= _HEAD else 0)


def _palette(flags: int) -> int:
    """The size in bytes of the palette, according to the flags."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0
