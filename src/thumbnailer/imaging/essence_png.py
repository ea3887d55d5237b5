"""The essence of a PNG, https://www.w3.org/TR/png-3/#4Concepts.FormatChunks."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from thumbnailer.imaging.parts import most_parts, too_many

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAGIC = 8
_HEAD, _FRAME = 8, 12  # length and kind of a chunk; with its checksum
_REPEATED = {b"PLTE", b"IDAT", b"IEND"}
_ONCE = {b"tRNS", b"iCCP"}
# What a decompressor is given at a time: it copies what it does not use at once.
_PIECE = 64 * 1024


def essence(data: bytes) -> bytes:
    """The chunks that matter, the header first, and the Exif chunk before the pixels.

    There the decoder finds it without decoding them.
    """
    # Views, so that megabytes of pixels are copied once at most.
    view = memoryview(data)
    head, exif, body = [view[:_MAGIC]], view[:0], []
    seen: set[bytes] = set()
    at, count, limit = _MAGIC, 0, most_parts(data)
    while at + _FRAME <= len(data):
        count += 1
        if count > limit:
            raise too_many("chunks", limit)
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + _FRAME + length
        if not kind.isalpha():
            body.append(view[at:])  # damaged here: for the decoder to judge
            break
        chunk = view[at:end]
        if kind == b"IHDR":
            head[1:] = head[1:] or [chunk]
        elif kind == b"eXIf":
            exif = exif or chunk
        elif kind in _REPEATED or (kind in _ONCE and kind not in seen):
            seen.add(kind)
            if kind != b"iCCP" or _is_deflated(bytes(chunk[_HEAD:-4])):
                body.append(chunk)
        at = end
        if kind == b"IEND":
            break
    else:
        body.append(view[at:])  # cut off here: the same
    parts = [*head, exif, *body]
    in_order = not exif and data[12:16] == b"IHDR"
    return data if in_order and sum(map(len, parts)) == len(data) else b"".join(parts)


def pixel_data(data: bytes) -> Iterator[memoryview]:
    """The content of the IDAT chunks of an essence, in pieces, as far as they follow each other."""
    view, at, begun = memoryview(data), _MAGIC, False
    while at + _HEAD <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"IDAT":
            begun = True
            content = view[at + _HEAD : at + _HEAD + length]
            yield from (content[start : start + _PIECE] for start in range(0, len(content), _PIECE))
        elif begun:
            return
        at += _FRAME + length


def _is_deflated(profile: bytes) -> bool:
    name_end = profile.find(b"\0")
    return name_end >= 0 and profile[name_end + 1 : name_end + 2] == b"\0"
