"""The essence of a PNG, https://www.w3.org/TR/png-3/#4Concepts.FormatChunks."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from thumbnailer.imaging.formats.parts import most_parts, too_many

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAGIC = 8
_HEAD, _CHECKSUM = 8, 4  # length and kind of a chunk; what follows its content
_FRAME = _HEAD + _CHECKSUM
_PALETTE = 3
# How many values a transparent colour has: of the colour types grey and RGB.
_CLEAR_VALUES = {0: 1, 2: 3}
# Chunks that count once, and those that they may not follow.
_ONCE: dict[bytes, set[bytes]] = {b"eXIf": set(), b"iCCP": {b"PLTE", b"IDAT"}, b"tRNS": {b"IDAT"}}
# What a decompressor is given at a time: it copies what it does not use at once.
_PIECE = 64 * 1024
# The decoder refuses pictures with a larger one. Those of screens and cameras have kilobytes.
_MAX_PROFILE_BYTES = 2**20


def essence(data: bytes) -> bytes:
    """The chunks that matter, the header first, and the Exif chunk before the pixels.

    There the decoder finds it without decoding them. A profile, transparency or palette that
    libpng does not use is left out. A wrong checksum of a profile, of transparency or of an Exif
    chunk is put right: libvips does not look at it either.
    """
    # Views, so that megabytes of pixels are copied once at most.
    view = memoryview(data)
    chunks, rest = _chunks(view)
    header = next((chunk for kind, chunk in chunks if kind == b"IHDR"), view[:0])
    depth, colour = header[_HEAD + 8 : _HEAD + 10].tolist() or (0, 0)
    exif: list[bytes | memoryview] = []
    body: list[bytes | memoryview] = []
    seen: set[bytes] = set()
    palette = 0
    for kind, chunk in chunks:
        if kind in (b"IDAT", b"IEND"):
            body.append(chunk)
        elif kind == b"PLTE" and colour == _PALETTE:
            palette = (len(chunk) - _FRAME) // 3
            body.append(chunk)
        elif kind in _ONCE and not seen & {kind, *_ONCE[kind]}:
            content = bytes(chunk[_HEAD:-_CHECKSUM])
            if kind == b"iCCP":
                content = _profile(content)
            elif kind == b"tRNS":
                content = _clear(content, depth, colour, palette)
            if content:
                (exif if kind == b"eXIf" else body).append(_sealed(chunk, content))
        seen.add(kind)
    parts = [view[:_MAGIC], header, *exif, *body, rest]
    unchanged = not exif and data[12:16] == b"IHDR" and sum(map(len, parts)) == len(data)
    if unchanged and all(isinstance(part, memoryview) for part in parts):
        return data
    return b"".join(parts)


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


def _chunks(view: memoryview) -> tuple[list[tuple[bytes, memoryview]], memoryview]:
    """Kind and whole of each chunk to the last, and what follows where it is damaged or cut off."""
    chunks: list[tuple[bytes, memoryview]] = []
    at, limit = _MAGIC, most_parts(view)
    while at + _FRAME <= len(view):
        if len(chunks) == limit:
            raise too_many("chunks", limit)
        length, kind = struct.unpack_from(">I4s", view, at)
        if not kind.isalpha():
            break
        chunks.append((kind, view[at : at + _FRAME + length]))
        at += _FRAME + length
        if kind == b"IEND":
            return chunks, view[:0]
    return chunks, view[at:]


def _sealed(chunk: memoryview, content: bytes) -> bytes | memoryview:
    """The chunk with this content and its checksum; itself where it has both."""
    body = bytes(chunk[4:_HEAD]) + content
    sealed = struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
    return chunk if chunk == sealed else sealed


def _profile(content: bytes) -> bytes:
    """What an iCCP chunk says; nothing if the decoder would refuse the picture for it."""
    packed = content.partition(b"\0")[2]
    unpacker = zlib.decompressobj()
    try:
        unpacker.decompress(packed[1:], _MAX_PROFILE_BYTES)
    except zlib.error:
        return b""
    return b"" if packed[:1] != b"\0" or unpacker.unconsumed_tail else content


def _clear(content: bytes, depth: int, colour: int, palette: int) -> bytes:
    """What a tRNS chunk says; nothing if it is not of the length that its picture asks for.

    A value has as many bits as the pixels; those above are to be ignored.
    """
    if colour == _PALETTE:
        return content if len(content) <= palette else b""
    values = _CLEAR_VALUES.get(colour)
    if values is None or len(content) != 2 * values:
        return b""
    mask = (1 << depth) - 1
    return struct.pack(f">{values}H", *(v & mask for v in struct.unpack(f">{values}H", content)))
