"""The pixels of an image where they lie, without a copy."""

import ctypes
from typing import NamedTuple, Protocol


class ScatteredError(ValueError):
    """The pixels do not lie in one piece; Pillow's do not where they have more than 16 MiB."""


class Image(Protocol):
    """What Pillow's images are in the eyes of other libraries."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""

    def __arrow_c_array__(self) -> tuple[object, object]:
        """A schema and an array, https://arrow.apache.org/docs/format/CDataInterface.html."""


class Pixels(NamedTuple):
    """Pixels of 8 bits a channel, row by row without gaps.

    Attributes:
        address: of the first.
        width: of a row, in pixels.
        height: the number of rows.
        channels: of a pixel.
        owner: keeps them where they are.
    """

    address: int
    width: int
    height: int
    channels: int
    owner: object


class _Array(ctypes.Structure):
    pass


_Array._fields_ = [
    *((name, ctypes.c_int64) for name in ("length", "null_count", "offset")),
    *((name, ctypes.c_int64) for name in ("n_buffers", "n_children")),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(_Array))),
]

_array = ctypes.pythonapi.PyCapsule_GetPointer
_array.argtypes = [ctypes.py_object, ctypes.c_char_p]
_array.restype = ctypes.POINTER(_Array)


def pixels_of(image: Image) -> Pixels:
    """The pixels of an image of 8 bits a channel.

    Raises:
        ScatteredError: they are not in one piece.
    """
    try:
        _, owner = image.__arrow_c_array__()
    except ValueError as error:
        raise ScatteredError(str(error)) from error
    values = _array(owner, b"arrow_array").contents
    while values.n_children:  # an array of pixels, whose child is one of all their channels
        values = values.children[0].contents
    width, height = image.size
    channels, rest = divmod(values.length, width * height)
    if rest or values.offset:
        raise ScatteredError(f"{values.length} bytes are no {width}x{height} pixels")
    return Pixels(values.buffers[1], width, height, channels, owner)
