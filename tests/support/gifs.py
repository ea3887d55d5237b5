"""GIFs put together by hand: Pillow's encoder moves and merges frames."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

_BITS = 2  # of an index


class GifFrame(NamedTuple):
    """A frame.

    Attributes:
        left, top: where on the canvas.
        rows: indices of 2 bits.
        clear: the index that is transparent; None for none.
        disposal: what becomes of it before the next: 1 stays, 2 cleared, 3 as before it.
    """

    left: int
    top: int
    rows: Sequence[Sequence[int]]
    clear: int | None = None
    disposal: int = 1


def gif(size: tuple[int, int], palette: Sequence[Sequence[int]], *frames: GifFrame) -> bytes:
    """A GIF of four colours."""
    assert len(palette) == 2**_BITS
    head = b"GIF89a" + struct.pack("<HHBBB", *size, 0x80 | _BITS - 1, 0, 0)
    colours = b"".join(map(bytes, palette))
    return head + colours + b"".join(map(_frame, frames)) + b";"


def _frame(frame: GifFrame) -> bytes:
    flags = frame.disposal << 2 | (frame.clear is not None)
    control = b"!\xf9" + struct.pack("<BBHBB", 4, flags, 5, frame.clear or 0, 0)
    height, width = len(frame.rows), len(frame.rows[0])
    place = b"," + struct.pack("<HHHHB", frame.left, frame.top, width, height, 0)
    packed = _packed([index for row in frame.rows for index in row])
    blocks = (packed[at : at + 255] for at in range(0, len(packed), 255))
    return control + place + bytes([_BITS]) + b"".join(bytes([len(b)]) + b for b in blocks) + b"\0"


def _packed(indices: Sequence[int]) -> bytes:
    """LZW that is not packed: begun anew so often that every code has three bits."""
    clear, end = 2**_BITS, 2**_BITS + 1
    codes = [code for index in indices for code in (clear, index)]
    bits = 0
    for code in reversed([*codes, end]):
        bits = bits << _BITS + 1 | code
    size = -(-(len(codes) + 1) * (_BITS + 1) // 8)
    return bits.to_bytes(size, "little")
