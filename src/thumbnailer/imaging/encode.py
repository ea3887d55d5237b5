"""Bytes of a rendition."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from thumbnailer.imaging.sniff import Format

if TYPE_CHECKING:
    from PIL import Image


def encode(image: Image.Image, form: Format, quality: int) -> bytes:
    """Encode an image of mode L, LA, RGB or RGBA (JPEG: L or RGB), without any metadata.

    Args:
        image: the pixels, in sRGB.
        form: JPEG or PNG.
        quality: of JPEG, 1 to 95 (Pillow advises against more).
    """
    bare = image.copy()
    bare.info = {}  # Pillow would write the comments and profiles that it finds here
    buffer = BytesIO()
    if form is Format.JPEG:
        bare.save(buffer, "JPEG", quality=quality, optimize=True)
    else:
        bare.save(buffer, "PNG")
    return buffer.getvalue()
