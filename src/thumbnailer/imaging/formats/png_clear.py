"""A PNG's transparent colour, which Pillow leaves as it is when it brings pixels to 8 bits."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import PngImagePlugin

from thumbnailer.imaging.pixels import unlike

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

# Where the header says how many bits a channel has, and the colour type.
_DEPTH, _COLOUR = 24, 25
_GREY, _RGB = 0, 2
_WIDE = 16


def corrected(image: Image.Image, data: bytes) -> Image.Image:
    """A loaded PNG with its transparent colour in the terms of its pixels, or as an alpha channel.

    Args:
        image: as Pillow decodes it.
        data: its essence.
    """
    clear = image.info.get("transparency")
    depth, colour = data[_DEPTH], data[_COLOUR]
    if clear is None:
        return image
    if colour == _GREY and depth in (2, 4):
        image.info["transparency"] = clear * 255 // (2**depth - 1)
    elif colour == _RGB and depth == _WIDE:
        return _with_alpha(image, data, clear)
    return image


def _with_alpha(image: Image.Image, data: bytes, clear: Sequence[int]) -> Image.Image:
    """Compare all 16 bits: Pillow keeps the upper 8 of each channel, so the lower are read too."""
    lower = PngImagePlugin.PngImageFile(BytesIO(data))
    lower.tile = [tile._replace(args="RGB;16L") for tile in lower.tile]
    planes = (part.getchannel(band) for part in (image, lower) for band in range(3))
    alpha = unlike(planes, [*(value >> 8 for value in clear), *(value & 0xFF for value in clear)])
    del image.info["transparency"]
    image.putalpha(alpha)
    return image
