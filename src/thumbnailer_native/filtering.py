"""Pixels as the filtered scanlines of a PNG."""

import ctypes

from thumbnailer_native.library import LIBRARY, address

_STEP, _FILTERS = 16, 5

_filter = LIBRARY.filter_scanlines
_filter.argtypes = [
    *(ctypes.c_char_p, ctypes.c_size_t, ctypes.c_size_t, ctypes.c_size_t),
    *(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p),
]
_filter.restype = None


class Filter:
    """Filters the scanlines of one picture, some at a time, from its top to its bottom."""

    def __init__(self, width: int, channels: int) -> None:
        """Begin above the first scanline.

        Args:
            width: of a scanline, in pixels, at least 1.
            channels: of a pixel, of 8 bits each, 1 to 4.

        Raises:
            ValueError: there are no such scanlines.
        """
        if width < 1 or not 1 <= channels <= 4:  # noqa: PLR2004 - a PNG has no more
            raise ValueError(f"there are no scanlines of {width} pixels of {channels} channels")
        self._length, self._channels = width * channels, channels
        padded = -(-self._length // _STEP) * _STEP
        self._above, self._row = bytearray(_STEP + padded), bytearray(_STEP + padded)
        self._ways = bytearray(_FILTERS * padded)

    def __call__(self, pixels: bytes) -> bytearray:
        """Filter the next scanlines, https://www.w3.org/TR/png-3/#9Filters.

        Args:
            pixels: of whole rows, without gaps.

        Returns:
            The scanlines, each a filter type and its bytes.

        Raises:
            ValueError: they are no whole rows.
        """
        height, rest = divmod(len(pixels), self._length)
        if rest:
            raise ValueError(f"{len(pixels)} bytes are no rows of {self._length}")
        filtered = bytearray(height * (1 + self._length))
        if height:
            buffers = (self._above, self._row, self._ways, filtered)
            _filter(pixels, self._length, height, self._channels, *map(address, buffers))
        return filtered
