"""The parts of a file that its pixels need; all others never reach a decoder.

Text, XMP, comments, animation frames of a PNG: decoders read them at a cost that a hostile file can
multiply, and refuse good pictures for what is wrong with them.
"""

from __future__ import annotations

from thumbnailer.imaging import essence_jpeg, essence_png
from thumbnailer.recipe import Format


def essence(data: bytes, form: Format) -> bytes:
    """A JPEG or PNG with nothing but its pixels, colour profile, transparency and Exif block.

    Files of other formats are left as they are, and damage is left for the decoder to find.

    Raises:
        Rejected: `corrupt` when a file has far more parts than a picture needs;
            `unsupported_format` for a JPEG of a coding process that no decoder here knows.
    """
    if form is Format.PNG:
        return essence_png.essence(data)
    if form is Format.JPEG:
        return essence_jpeg.essence(data)
    return data
