"""The filtered scanlines of a PNG as pixels."""

import ctypes

from thumbnailer_native.library import LIBRARY, address

# Bytes of a pixel by its number of channels: three are padded to Pillow's four.
PIXEL_BYTES = {1: 1, 2: 2, 3: 4, 4: 4}

_reconstruct = LIBRARY.reconstruct
_reconstruct.argtypes = [
    *(ctypes.c_char_p, ctypes.c_void_p, ctypes.c_void_p),
    *(ctypes.c_size_t, ctypes.c_size_t, ctypes.c_uint),
]


def reconstruct(
    filtered: bytes, above: bytearray, pixels: bytearray, width: int, channels: int
) -> None:
    """Reconstruct scanlines, https://www.w3.org/TR/png-3/#9Filters.

    Args:
        filtered: whole scanlines, each a filter type and its pixels of 8 bits a channel.
        above: the pixels above the first of them; all zero where there are none.
        pixels: written to, from its beginning; may be longer. `PIXEL_BYTES` tells how large a pixel
            is here and in `above`.
        width: of a scanline, in pixels, at least 1.
        channels: of a pixel, 1 to 4.

    Raises:
        ValueError: a filter type is unknown, or the sizes do not fit together.
    """
    height, rest = divmod(len(filtered), 1 + width * channels)
    row = width * PIXEL_BYTES[channels]
    if width < 1 or rest or len(above) < row or len(pixels) < height * row:
        raise ValueError(
            f"{len(filtered)} bytes in scanlines of {width} pixels of {channels} channels do not go"
            f" below {len(above)} bytes into {len(pixels)}"
        )
    buffers = (filtered, address(above), address(pixels))
    if height and _reconstruct(*buffers, width, height, channels):
        raise ValueError("a scanline is filtered in a way that PNG does not know")
