"""From a file's bytes to the source of its format."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

# Those of the default inputs, so that no picture of these has to wait for its decoder; the others
# are imported when a file comes, and cost a start nothing.
from thumbnailer.imaging.formats import jpeg, png  # noqa: F401
from thumbnailer.imaging.formats.sniff import sniff

if TYPE_CHECKING:
    from collections.abc import Collection

    from thumbnailer.imaging.formats.pillow import Source


def read_header(data: bytes, inputs: Collection[str], max_pixels: int) -> Source:
    """Read what a file is, and hold it against the limit.

    Args:
        data: the file.
        inputs: the names of the formats that are taken.
        max_pixels: of the picture, and of what its decoder decodes at a time.

    Raises:
        Rejected: not an image, of a format that is not taken, corrupt, or of too many pixels.
    """
    form = sniff(data, inputs)
    source: type[Source] = import_module(form.source).Source
    return source(data, form, max_pixels)
