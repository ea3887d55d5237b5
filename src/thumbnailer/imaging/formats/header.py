"""Reads the header of a file with the decoder of its format."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

# The decoders of the default inputs are imported at the start, so that the first file does not wait
# for its decoder; the others are imported with their first file, and do not slow down the start.
from thumbnailer.imaging.formats import jpeg, png  # noqa: F401
from thumbnailer.imaging.formats.sniff import sniff

if TYPE_CHECKING:
    from collections.abc import Collection

    from thumbnailer.imaging.formats.pillow import Source


def read_header(data: bytes, inputs: Collection[str], max_pixels: int) -> Source:
    """Read the header of a file, and check its format and its number of pixels.

    Args:
        data: the file.
        inputs: the names of the accepted formats.
        max_pixels: the maximum number of pixels of the image, and of the part that its decoder
            decodes at a time.

    Raises:
        Rejected: if the file is not an image, has a format that is not accepted, is corrupt, or has
            too many pixels.
    """
    form = sniff(data, inputs)
    source: type[Source] = import_module(form.source).Source
    return source(data, form, max_pixels)
