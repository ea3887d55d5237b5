"""AVIF: crops to the clean aperture, and ignores an Exif block that is too large.

https://aomediacodec.github.io/av1-avif/
"""

from __future__ import annotations

import re

from PIL import _avif
from PIL.AvifImagePlugin import AvifImageFile

from thumbnailer.imaging.exif import MOST_BYTES
from thumbnailer.imaging.formats import pillow
from thumbnailer.imaging.formats.clean_aperture import clean_aperture

# ISO/IEC 14496-12, 8.11.6: the item type of an Exif block, in versions 2 and 3 of its entry.
_EXIF_ITEM = re.compile(rb"(infe(?:\x02.{7}|\x03.{9}))Exif", re.DOTALL)


class Source(pillow.Source):
    """An AVIF."""

    decoder = AvifImageFile

    def _essence(self, data: bytes) -> bytes:
        return essence(data)

    def _shown(self) -> tuple[int, int, int, int] | None:
        return clean_aperture(self._data, self._stored)


def essence(data: bytes) -> bytes:
    """An AVIF without its Exif block, if that is too large.

    Pillow reads the whole block when it opens the file. The item stays in its place, but its type
    is replaced with one that decoders ignore.
    """
    if len(data) <= MOST_BYTES or not _EXIF_ITEM.search(data):
        return data
    try:
        *_, exif, _turned, _xmp = _avif.AvifDecoder(data, "auto", 1).get_info()
    except (ValueError, RuntimeError):
        return data  # damaged: the decoder reports it
    return _EXIF_ITEM.sub(rb"\1skip", data) if len(exif or b"") > MOST_BYTES else data
