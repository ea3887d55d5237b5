"""The parts of a file that its pixels need; all others never reach a decoder.

Text, XMP, comments, animation frames of a PNG: decoders read them at a cost that a hostile file can
multiply, and refuse good pictures for what is wrong with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thumbnailer.config.recipe import Format
from thumbnailer.imaging import essence_jpeg, essence_png

if TYPE_CHECKING:
    from collections.abc import Callable


def essence(data: bytes, form: Format) -> bytes:
    """A JPEG, PNG or GIF with nothing but its pixels, colours, timing and Exif block.

    AVIFs lose an Exif block that is too large. Files of other formats are left as they are, and
    damage is left for the decoder to find.

    Raises:
        Rejected: `corrupt` when a file has far more parts than a picture needs;
            `unsupported_format` for a JPEG of a coding process that no decoder here knows.
    """
    taken = _filter(form)
    return taken(data) if taken else data


def _filter(form: Format) -> Callable[[bytes], bytes] | None:
    if form is Format.JPEG:
        return essence_jpeg.essence
    if form is Format.PNG:
        return essence_png.essence
    # The others are no default inputs, and a cold start should not pay for them.
    if form is Format.GIF:
        from thumbnailer.imaging import essence_gif  # noqa: PLC0415

        return essence_gif.essence
    if form is Format.AVIF:
        from thumbnailer.imaging import essence_avif  # noqa: PLC0415

        return essence_avif.essence
    return None
