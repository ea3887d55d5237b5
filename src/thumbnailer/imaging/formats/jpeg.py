"""JPEG: decoded at a fraction of its size, and whole although its end is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.imaging.formats import jpeg_end, pillow
from thumbnailer.imaging.formats.jpeg_segments import essence, thinned
from thumbnailer.imaging.geometry import Reduction

if TYPE_CHECKING:
    from thumbnailer.imaging.geometry import Size

# It is decoded at 1/2, 1/4 or 1/8 by its own transform as long as this many times the wanted size
# remains for the filter that follows. More would be slower without looking better: see
# docs/development/measurements.md.
_DRAFT_RESERVE = 1.45
_SMALLEST_SCALE = 8
# Whether the coefficients of a baseline JPEG that do not show at the smallest scale are skipped
# (thumbnailer_native, in the layer); if not, libjpeg decodes them too. The pixels are the same.
_SKIPS_COEFFICIENTS = True
# Pillow's names for pixels of so many channels, and for the bytes they come in.
_EIGHTH_MODES = {1: ("L", "L"), 3: ("RGB", "RGBX")}
# A progressive one keeps every coefficient: two bytes for each sample of each channel.
_COEFFICIENT = 2


class Source(pillow.Source):
    """A JPEG; an MPO, of many phones, is the JPEG that it begins with."""

    decoder = JpegImageFile
    _lacks_end = False
    _reserve: tuple[int, int] | None = None

    def _essence(self, data: bytes) -> bytes:
        taken = essence(data)
        ended = jpeg_end.ended(taken)
        self._lacks_end = ended is not None
        return ended or taken

    @property
    def _is_progressive(self) -> bool:
        return "progressive" in self._image.info

    @property
    def _kept_bytes(self) -> int:
        samples = self._stored.pixels * len(self._image.getbands())
        return samples * _COEFFICIENT if self._is_progressive else 0

    def _draft(self, wanted: Size) -> None:
        reserve = (int(wanted.width * _DRAFT_RESERVE), int(wanted.height * _DRAFT_RESERVE))
        if self._lacks_end:
            # At less than half its size it does not show whether its last block is whole.
            width, height = self._stored
            reserve = (max(reserve[0], width // 2), max(reserve[1], height // 2))
        self._reserve = reserve
        self._image.draft(None, reserve)
        scale = self._image.decoderconfig[0]
        if self._is_progressive and scale == _SMALLEST_SCALE:
            self._image = self._opened(thinned(self._data))
            self._image.draft(None, reserve)
        self.reduction = Reduction(scale, scale)

    def _decode(self) -> Image.Image:
        expected = self._checksum_with_other_end() if self._lacks_end else None
        image = self._without_coefficients() or super()._decode()
        if expected is not None and expected != jpeg_end.checksum(image):
            raise Rejected(Reason.CORRUPT, "the JPEG is cut off")
        return image

    def _without_coefficients(self) -> Image.Image | None:
        """The picture at the smallest scale; None where libjpeg has to decode it."""
        is_smallest = self.reduction.across == _SMALLEST_SCALE
        if not _SKIPS_COEFFICIENTS or not is_smallest or self._is_progressive:
            return None
        try:
            from thumbnailer_native.jpeg_scan import decode_eighth  # noqa: PLC0415 - if it is there
        except ImportError:
            return None
        made = decode_eighth(self._data)
        if made is None:
            return None
        mode, raw = _EIGHTH_MODES[made.channels]
        image = Image.frombytes(mode, made.size, made.pixels, "raw", raw)
        image.info = self._image.info
        return image

    def _checksum_with_other_end(self) -> int:
        image = self._opened(jpeg_end.ended_otherwise(self._data))
        if self._reserve:
            image.draft(None, self._reserve)
        return jpeg_end.checksum(image)
