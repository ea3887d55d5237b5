"""Lanczos' filter over pixels of four channels of 8 bits, whatever they mean."""

import ctypes
import math
from collections.abc import Iterable
from typing import NamedTuple

from thumbnailer_native.library import LIBRARY, address

PIXEL_BYTES = 4

_LOBES = 3
_SPAN_BYTES, _WEIGHT_BYTES = 8, 4

_SIDE = (ctypes.c_size_t, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_void_p)
_weigh = LIBRARY.weigh
_weigh.argtypes = [
    *(ctypes.c_double, ctypes.c_double, ctypes.c_int32, ctypes.c_int32, ctypes.c_int32),
    *(ctypes.c_void_p, ctypes.c_void_p),
]
_weigh.restype = None
_across = LIBRARY.across
_across.argtypes = [
    *(ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int32, ctypes.c_size_t, ctypes.c_void_p),
    *_SIDE,
]
_across.restype = None
_down = LIBRARY.down
_down.argtypes = [
    *(ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int32, ctypes.c_void_p),
    *_SIDE,
]
_down.restype = None


class Weights(NamedTuple):
    """How the pixels of a side are made of others.

    Attributes:
        size: how many are made.
        first: the first of the others that one of them is made of.
        end: the one after the last.
        taps: how many others one of them is made of, at most.
        spans: which they are.
        values: their weights.
    """

    size: int
    first: int
    end: int
    taps: int
    spans: bytearray
    values: bytearray


def weigh(start: float, end: float, length: int, count: int) -> Weights:
    """Weigh the pixels of one side.

    Args:
        start: where the part that is scaled begins, in pixels, at least 0.
        end: where it ends, after its beginning, at most `length`.
        length: of the whole side, in pixels.
        count: how many pixels the part is scaled to, at least 1.

    Raises:
        ValueError: the part is not within the side.
    """
    if not (0 <= start < end <= length and count >= 1):
        raise ValueError(f"{start} to {end} of {length} pixels cannot be scaled to {count}")
    taps = 2 * math.ceil(_LOBES * max(1, (end - start) / count)) + 1
    spans, values = bytearray(_SPAN_BYTES * count), bytearray(_WEIGHT_BYTES * count * taps)
    _weigh(start, end, length, count, taps, address(spans), address(values))
    # Spans are pairs of a first pixel and a number; neither end of a side goes back.
    numbers = memoryview(spans).cast("i")
    return Weights(count, numbers[0], numbers[-2] + numbers[-1], taps, spans, values)


def scale(bands: Iterable[bytes], across: Weights, down: Weights) -> bytearray:
    """Scale pixels, within 2 of what Pillow makes of them, and within 1 of nearly all.

    That holds where neither side is enlarged. Otherwise a pixel may differ by a little more: what
    is rounded in between counts for more at the edges.

    Args:
        bands: the rows from `down.first` to `down.end`, some at a time, of the pixels from
            `across.first` to `across.end`.
        across: the weights of the columns.
        down: the weights of the rows.

    Returns:
        The rows that were made, without gaps.

    Raises:
        ValueError: the bands have other sizes.
    """
    width, row = across.end - across.first, across.size * PIXEL_BYTES
    between = bytearray((down.end - down.first) * row)
    columns = (across.size, across.taps, address(across.spans), address(across.values))
    at = 0
    for band in bands:
        rows, rest = divmod(len(band), width * PIXEL_BYTES)
        if rest or not 0 < rows * row <= len(between) - at:
            raise ValueError(f"{len(band)} bytes are no rows of {width} pixels, or too many")
        _across(band, width, across.first, rows, address(between, at), *columns)
        at += rows * row
    if at < len(between):
        raise ValueError(f"{(len(between) - at) // row} rows are missing")
    scaled = bytearray(down.size * row)
    lines = (down.size, down.taps, address(down.spans), address(down.values))
    _down(address(between), across.size, down.first, address(scaled), *lines)
    return scaled
