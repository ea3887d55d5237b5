"""AVIF: cut to its clean aperture, and read without an Exif block that is too large.

https://aomediacodec.github.io/av1-avif/
"""

from __future__ import annotations

import re

from PIL import _avif
from PIL.AvifImagePlugin import AvifImageFile

from thumbnailer.imaging.exif import MOST_BYTES
from thumbnailer.imaging.formats import pillow
from thumbnailer.imaging.formats.clean_aperture import clean_aperture

# ISO/IEC 14496-12, 8.11.6: what kind of item an Exif block is, in versions 2 and 3 of its entry.
_EXIF_ITEM = re.compile(rb"(infe(?:\x02.{7}|\x03.{9}))Exif", re.DOTALL)


class Source(pillow.Source):
    """An AVIF."""

    decoder = AvifImageFile

    def _essence(self, data: bytes) -> bytes:
        return essence(data)

    def _shown(self) -> tuple[int, int, int, int] | None:
        return clean_aperture(self._data, self._stored)


def essence(data: bytes) -> bytes:
    """An AVIF without an Exif block that is larger than any that is of use.

    Pillow reads all of it when it opens the file. Its item stays where it is, and is said to be of
    a kind that no decoder knows.
    """
    if len(data) <= MOST_BYTES or not _EXIF_ITEM.search(data):
        return data
    try:
        *_, exif, _turned, _xmp = _avif.AvifDecoder(data, "auto", 1).get_info()
    except (ValueError, RuntimeError):
        return data  # damaged: for the decoder to find
    return _EXIF_ITEM.sub(rb"\1skip", data) if len(exif or b"") > MOST_BYTES else data
