"""The essence of a PNG, https://www.w3.org/TR/png-3/#4Concepts.FormatChunks."""

from __future__ import annotations

import struct

from thumbnailer.imaging.parts import most_parts, too_many

_MAGIC = 8
_FRAME = 12  # length, kind and checksum of a chunk
_REPEATED = {b"PLTE", b"IDAT", b"IEND"}
_ONCE = {b"tRNS", b"iCCP"}


def essence(data: bytes) -> bytes:
    """The chunks that matter, the Exif chunk moved before the pixels.

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
            head.append(chunk)
        elif kind == b"eXIf":
            exif = exif or chunk
        elif kind in _REPEATED or (kind in _ONCE and kind not in seen):
            seen.add(kind)
            if kind != b"iCCP" or _is_deflated(bytes(chunk[8:-4])):
                body.append(chunk)
        at = end
        if kind == b"IEND":
            break
    else:
        body.append(view[at:])  # cut off here: the same
    return b"".join([*head, exif, *body])


def _is_deflated(profile: bytes) -> bool:
    name_end = profile.find(b"\0")
    return name_end >= 0 and profile[name_end + 1 : name_end + 2] == b"\0"
