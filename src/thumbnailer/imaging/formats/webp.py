"""WebP, decoded with Pillow."""

from __future__ import annotations

from PIL.WebPImagePlugin import WebPImageFile

from thumbnailer.imaging.formats import pillow


class Source(pillow.Source):
    """A WebP."""

    decoder = WebPImageFile
