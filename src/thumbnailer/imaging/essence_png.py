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
    head, exif, body = [data[:_MAGIC]], b"", []
    seen: set[bytes] = set()
    at, count, limit = _MAGIC, 0, most_parts(data)
    while at + _FRAME <= len(data):
        count += 1
        if count > limit:
            raise too_many("chunks", limit)
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + _FRAME + length
        if not kind.isalpha():
            break
        chunk = data[at:end]
        if kind == b"IHDR":
            head.append(chunk)
        elif kind == b"eXIf":
            exif = exif or chunk
        elif kind in _REPEATED or (kind in _ONCE and kind not in seen):
            seen.add(kind)
            if kind != b"iCCP" or _is_deflated(chunk[8:-4]):
                body.append(chunk)
        at = end
        if kind == b"IEND":
            return b"".join([*head, exif, *body])
    # Cut off or damaged here: for the decoder to judge.
    return b"".join([*head, exif, *body, data[at:]])


def _is_deflated(profile: bytes) -> bool:
    name_end = profile.find(b"\0")
    return name_end >= 0 and profile[name_end + 1 : name_end + 2] == b"\0"
