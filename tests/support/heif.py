"""HEIF files with a box more than their encoder writes."""

from __future__ import annotations

import struct
from fractions import Fraction


def box(kind: bytes, *content: bytes) -> bytes:
    """A box of ISO/IEC 14496-12."""
    body = kind + b"".join(content)
    return (len(body) + 4).to_bytes(4) + body


def clap(width: Fraction, height: Fraction, right: Fraction, down: Fraction) -> bytes:
    """A clean aperture of a size, in pixels, whose middle is off the picture's middle."""
    pairs = [(value.numerator, value.denominator) for value in (width, height, right, down)]
    return box(b"clap", struct.pack(">IIIIiIiI", *(number for pair in pairs for number in pair)))


def with_property(data: bytes, added: bytes) -> bytes:
    """A still picture with one more property of its only item, as Pillow's encoders write it."""
    ipco = data.index(b"ipco") - 4
    ipma = ipco + int.from_bytes(data[ipco : ipco + 4])
    assert data[ipma + 4 : ipma + 8] == b"ipma"
    count_at = ipma + 18
    end = ipma + int.from_bytes(data[ipma : ipma + 4])
    assert end == count_at + 1 + data[count_at]
    number = _count(data[ipco + 8 : ipma]) + 1
    made = bytearray(data[:ipma] + added + data[ipma:end] + bytes([0x80 | number]) + data[end:])
    made[count_at + len(added)] += 1
    _grow(made, ipco, len(added))
    _grow(made, ipma + len(added), 1)
    for outer in (b"iprp", b"meta"):
        _grow(made, data.index(outer) - 4, len(added) + 1)
    # The only item has one extent; its offset of 4 bytes comes before its length of as many.
    iloc = data.index(b"iloc") - 4
    _grow(made, iloc + int.from_bytes(data[iloc : iloc + 4]) - 8, len(added) + 1)
    return bytes(made)


def _count(boxes: bytes) -> int:
    count = 0
    while boxes:
        boxes = boxes[int.from_bytes(boxes[:4]) :]
        count += 1
    return count


def _grow(data: bytearray, at: int, more: int) -> None:
    data[at : at + 4] = (int.from_bytes(data[at : at + 4]) + more).to_bytes(4)


def sequence_with(data: bytes, added: bytes) -> bytes:
    """A moving picture with one more box in the description of its pictures."""
    at = data.index(b"av01", data.index(b"stsd")) - 4
    end = at + int.from_bytes(data[at : at + 4])
    made = bytearray(data[:end] + added + data[end:])
    for kind in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd"):
        _grow(made, data.index(kind) - 4, len(added))
    _grow(made, at, len(added))
    for table, first in ((b"stco", 12), (b"iloc", 0)):
        start = data.index(table) - 4
        size = int.from_bytes(data[start : start + 4])
        where = start + size - 8 if table == b"iloc" else start + 4 + first
        where += len(added) if start >= end else 0
        _grow(made, where, len(added))
    return bytes(made)
