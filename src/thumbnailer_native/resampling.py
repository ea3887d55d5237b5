"""Lanczos' filter over pixels of one or four channels of 8 bits, whatever they mean."""

import ctypes
import math
from typing import NamedTuple

from thumbnailer_native.library import LIBRARY, address
from thumbnailer_native.pixels import Pixels

# The most bytes that this processor computes at once.
WIDEST: int = LIBRARY.widest()

_CHANNELS = (1, 4)
_LOBES = 3
_SPAN_BYTES, _WEIGHT_BYTES, _EXACT_BYTES = 8, 2, 8
# Weights are read so many at a time.
_TAPS = 8
# As in resampling.c: bytes that are read behind a row, and rows that are scaled at once.
_SLACK, _ROWS = 16, 2


class _Side(ctypes.Structure):
    _fields_ = [
        *(("count", ctypes.c_size_t), ("taps", ctypes.c_size_t), ("bits", ctypes.c_int32)),
        *(("spans", ctypes.c_void_p), ("weights", ctypes.c_void_p)),
    ]


class _Part(ctypes.Structure):
    _fields_ = [
        ("pixels", ctypes.c_void_p),
        *((name, ctypes.c_size_t) for name in ("row", "width", "channels")),
        *(("left", ctypes.c_int32), ("top", ctypes.c_int32)),
    ]


_weigh = LIBRARY.weigh
_weigh.argtypes = [
    *(ctypes.c_double, ctypes.c_double, ctypes.c_int32, ctypes.c_int32, ctypes.c_int32),
    *(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p),
]
_weigh.restype = ctypes.c_int32
_scale = LIBRARY.scale
_scale.argtypes = [
    *(ctypes.c_int32, ctypes.POINTER(_Part), ctypes.POINTER(_Side), ctypes.POINTER(_Side)),
    *(ctypes.c_void_p, ctypes.c_void_p),
]
_scale.restype = None


class Weights(NamedTuple):
    """How the pixels of a side are made of others.

    Attributes:
        size: how many are made.
        first: the first of the others that one of them is made of.
        end: the one after the last.
        taps: how many others one of them is made of, at most, and some more.
        bits: a weight of 1 is 1 << bits.
        spans: which they are, as pairs of a first pixel and a number.
        values: their weights.
    """

    size: int
    first: int
    end: int
    taps: int
    bits: int
    spans: bytearray
    values: bytearray

    def some(self, start: int, stop: int) -> "Weights":
        """How some of the pixels are made, from the one at `start` to the one before `stop`."""
        spans = self.spans[start * _SPAN_BYTES : stop * _SPAN_BYTES]
        values = self.values[start * self.taps * _WEIGHT_BYTES : stop * self.taps * _WEIGHT_BYTES]
        return Weights(stop - start, *_reach(spans), self.taps, self.bits, spans, values)


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
    most = 2 * math.ceil(_LOBES * max(1, (end - start) / count)) + 1
    taps = math.ceil(most / _TAPS) * _TAPS
    spans, values = bytearray(_SPAN_BYTES * count), bytearray(_WEIGHT_BYTES * count * taps)
    buffers = (address(spans), address(values), address(bytearray(_EXACT_BYTES * taps)))
    bits = _weigh(start, end, length, count, taps, *buffers)
    return Weights(count, *_reach(spans), taps, bits, spans, values)


def _reach(spans: bytearray) -> tuple[int, int]:
    numbers = memoryview(spans).cast("i")
    # Neither end of a side goes back.
    return numbers[0], numbers[-2] + numbers[-1]


def scale(
    pixels: Pixels,
    across: Weights,
    down: Weights,
    at: tuple[int, int] = (0, 0),
    *,
    vector: int = WIDEST,
) -> bytearray:
    """Scale pixels, within 2 of what Pillow makes of them, and within 1 of nearly all.

    That holds where neither side is enlarged, and for Pillow scaling down first, then across.
    Otherwise a pixel may differ by a little more: what is rounded in between counts for more at the
    edges.

    Args:
        pixels: of one or four channels; all of an image, or a part that has every pixel it takes.
        across: the weights of the columns.
        down: the weights of the rows.
        at: the column and the row of the image where the part begins.
        vector: how many bytes the processor computes at once, 16 or `WIDEST`; the result is the
            same.

    Returns:
        The rows that were made, without gaps.

    Raises:
        ValueError: pixels are missing, or of other channels.
    """
    (left, top), (width, height, channels) = at, pixels[1:4]
    if channels not in _CHANNELS:
        raise ValueError(f"pixels of {channels} channels cannot be scaled")
    if across.first < left or across.end > left + width:
        raise ValueError(f"columns {across.first} to {across.end} are not in {width} from {left}")
    if down.first < top or down.end > top + height:
        raise ValueError(f"rows {down.first} to {down.end} are not in {height} from {top}")
    skipped = (down.first - top) * width + across.first - left
    columns, row = across.end - across.first, width * channels
    first = pixels.address + skipped * channels
    part = _Part(first, row, columns, channels, across.first, down.first)
    between = bytearray(_ROWS * (columns * channels + _SLACK))
    scaled = bytearray(down.size * across.size * channels)
    buffers = (address(between), address(scaled))
    _scale(min(vector, WIDEST), part, _side(across), _side(down), *buffers)
    return scaled


def _side(weights: Weights) -> _Side:
    side = _Side(weights.size, weights.taps, weights.bits)
    for name, buffer in (("spans", weights.spans), ("weights", weights.values)):
        setattr(side, name, ctypes.addressof(ctypes.c_char.from_buffer(buffer)))
    return side
