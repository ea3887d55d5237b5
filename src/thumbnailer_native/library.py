"""The compiled library, loaded once."""

import ctypes
from pathlib import Path

_PATH = Path(__file__).with_name("libthumbnailer_native.so")

try:
    LIBRARY = ctypes.CDLL(str(_PATH))
except OSError as error:
    raise ImportError(f"thumbnailer_native is not compiled for this machine: {error}") from error


def address(buffer: bytearray, offset: int = 0) -> object:
    """The argument that stands for a buffer from some byte on, which it has."""
    return ctypes.byref(ctypes.c_char.from_buffer(buffer, offset))
