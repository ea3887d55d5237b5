"""TIFFs put together tag by tag, of kinds that no encoder at hand writes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence

NONE, DEFLATE = 1, 8
CONTIGUOUS, SEPARATE = 1, 2
WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, SEPARATED, YCBCR, LAB = 0, 1, 2, 3, 5, 6, 8
UNSIGNED, SIGNED, FLOAT = 1, 2, 3
_SHORT, _LONG = 3, 4


def tiff(
    size: tuple[int, int],
    planes: Sequence[bytes],
    tags: Mapping[int, Sequence[int]],
    order: str = "<",
) -> bytes:
    """A TIFF of one strip a plane.

    Args:
        size: width and height in pixels.
        planes: the strips as they stand in the file.
        tags: further ones, of 16 bits a value.
        order: "<" for little-endian, ">" for big-endian.
    """
    width, height = size
    start = 8
    offsets, body = [], b""
    for plane in planes:
        offsets.append(start + len(body))
        body += plane + b"\0" * (len(plane) % 2)
    entries = {256: (_LONG, [width]), 257: (_LONG, [height])}
    entries |= {tag: (_SHORT, list(values)) for tag, values in tags.items()}
    entries |= {273: (_LONG, offsets), 278: (_LONG, [height])}
    entries |= {279: (_LONG, [len(plane) for plane in planes])}
    directory = start + len(body)
    beyond = directory + 2 + 12 * len(entries) + 4
    listed, values = b"", b""
    for tag, (kind, numbers) in sorted(entries.items()):
        packed = struct.pack(f"{order}{len(numbers)}{'HI'[kind == _LONG]}", *numbers)
        if len(packed) > 4:
            where = struct.pack(f"{order}I", beyond + len(values))
            values += packed + b"\0" * (len(packed) % 2)
        else:
            where = packed.ljust(4, b"\0")
        listed += struct.pack(f"{order}HHI", tag, kind, len(numbers)) + where
    head = {"<": b"II", ">": b"MM"}[order] + struct.pack(f"{order}HI", 42, directory)
    count = struct.pack(f"{order}H", len(entries))
    return head + body + count + listed + bytes(4) + values


def packed(samples: Sequence[int], depth: int, order: str = "<") -> bytes:
    """Samples of 1 to 32 bits, in rows of whole bytes."""
    if depth >= 8:
        letter = {8: "B", 16: "H", 32: "I"}[depth]
        return struct.pack(f"{order}{len(samples)}{letter}", *samples)
    bits = "".join(f"{value:0{depth}b}" for value in samples)
    return int(bits, 2).to_bytes(len(bits) // 8)


def deflated(data: bytes) -> bytes:
    """As DEFLATE asks for."""
    return zlib.compress(data)
