"""HEIC, decoded with pillow-heif, which is in a separate layer."""

from __future__ import annotations

from pillow_heif.as_plugin import HeifImageFile

from thumbnailer.imaging.formats import pillow


class Source(pillow.Source):
    """A HEIC."""

    decoder = HeifImageFile
