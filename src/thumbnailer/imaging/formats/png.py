"""PNG: decoded strip by strip where that can be done, and made smaller at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL.PngImagePlugin import PngImageFile

from thumbnailer.imaging.formats import pillow, png_clear
from thumbnailer.imaging.formats.png_chunks import essence
from thumbnailer.imaging.scale import reduction_to

if TYPE_CHECKING:
    from PIL import Image

    from thumbnailer.imaging.formats.png_strips import Strips
    from thumbnailer.imaging.geometry import Size


class Source(pillow.Source):
    """A PNG."""

    decoder = PngImageFile
    _strips: Strips | None = None

    def _essence(self, data: bytes) -> bytes:
        return essence(data)

    @property
    def _pixels_at_a_time(self) -> int:
        return self._strips.pixels(self.reduction) if self._strips else 0

    def _draft(self, wanted: Size) -> None:
        if "transparency" in self._image.info:
            return
        try:
            from thumbnailer.imaging.formats import png_strips  # noqa: PLC0415 - only PNGs need it
        except ImportError:
            return
        self._strips = png_strips.strips(self._data, self._stored)
        if self._strips:
            self.reduction = reduction_to(wanted, self._stored)

    def _decode(self) -> Image.Image:
        if not self._strips:
            return png_clear.corrected(super()._decode(), self._data)
        image = self._strips.decode(self.reduction)
        image.info = self._image.info
        return image
