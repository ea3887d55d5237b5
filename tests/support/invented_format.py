"""A format that nobody has: a row and a decoder, as docs/development/extending.md asks for."""

from __future__ import annotations

import struct

from PIL import Image, ImageFile

from thumbnailer.config.formats import Format
from thumbnailer.imaging.formats import pillow

_MAGIC = b"ODD1"
_HEAD = struct.Struct(">4sHH")  # the signature, width and height; RGB follows, row by row

ROW = Format(
    name="odd",
    media_type="image/x-odd",
    suffixes=(".odd", ".oddity"),
    signature=rb"ODD1",
    source=__name__,
    bytes_per_pixel=5,
    same="png",
)


class OddImageFile(ImageFile.ImageFile):
    """The decoder, of Pillow's kind."""

    format = "ODD"

    def _open(self) -> None:
        assert self.fp
        _, width, height = _HEAD.unpack(self.fp.read(_HEAD.size))
        self._mode, self._size = "RGB", (width, height)
        self.tile = [ImageFile._Tile("raw", (0, 0, *self._size), _HEAD.size, "RGB")]


class Source(pillow.Source):
    """One of its files."""

    decoder = OddImageFile


def odd(image: Image.Image) -> bytes:
    """An image as a file of the format."""
    return _HEAD.pack(_MAGIC, *image.size) + image.convert("RGB").tobytes()
