"""GIF: makes the canvas around the first frame transparent, which Pillow fills with a color."""

from __future__ import annotations

from PIL import GifImagePlugin, Image

from thumbnailer.imaging.formats import gif_blocks, pillow
from thumbnailer.imaging.formats.parts import Frames

_TO_BACKGROUND = 2  # and 3 for the previous content: for a first frame, nothing


class GifImageFile(GifImagePlugin.GifImageFile):
    """Pillow's decoder, but with a transparent canvas, as in browsers."""

    @property
    def is_bare(self) -> bool:
        """Whether this is the first frame, does not cover the canvas, and has no transparent color.

        With a transparent color, Pillow fills the canvas with that color.
        """
        if self.tell() > 0 or "transparency" in self.info or not self.dispose_extent:
            return False
        left, top, right, bottom = self.dispose_extent
        return left > 0 or top > 0 or right < self.width or bottom < self.height

    def load_end(self) -> None:
        """Clear the canvas that the first frame does not cover, also for the following frames."""
        super().load_end()
        extent = self.dispose_extent
        if not extent or not self.is_bare or self.mode == "RGBA":
            return
        canvas = Image.new("RGBA", self.size)
        canvas.paste(self.crop(extent).convert("RGBA"), extent)
        if self.disposal_method >= _TO_BACKGROUND:
            self.dispose = Image.new("RGBA", (extent[2] - extent[0], extent[3] - extent[1])).im
        self.im, self._mode, self.palette = canvas.im, canvas.mode, None


class Source(pillow.Source):
    """A GIF."""

    decoder = GifImageFile

    def _essence(self, data: bytes) -> bytes:
        return gif_blocks.essence(data)

    def _count_frames(self) -> Frames:
        return gif_blocks.frames(self._data)

    @property
    def _is_transparent(self) -> bool:
        is_bare: bool = self._image.is_bare  # type: ignore[attr-defined]
        return super()._is_transparent or is_bare
