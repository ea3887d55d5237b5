"""Where a picture draws the eye: detail, strong colours and skin, each judged coarsely."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageFilter

from thumbnailer.imaging.geometry import Point

# A picture is judged at this size; what matters for a crop is still there.
_SIDE = 64
# What belongs together is this many pixels wide, and outweighs a single sharp dot.
_RADIUS = 5
# Skin of all tones lies in this range of YCbCr: Chai and Ngan, "Face segmentation using skin-color
# map in videophone applications", IEEE Trans. Circuits Syst. Video Technol. 9(4), 1999.
_SKIN_CB, _SKIN_CR = range(77, 128), range(133, 174)


def attention(image: Image.Image) -> Point:
    """The place that a crop should keep, as shares of the width and height.

    Args:
        image: an upright picture of mode L or RGB, of any size.
    """
    small = image.convert("RGB").resize((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=2.0)
    luma, cb, cr = small.convert("YCbCr").split()
    detail = luma.filter(ImageFilter.FIND_EDGES)
    # The filter takes the frame of the picture for an edge.
    detail.paste(0, (0, 0, _SIDE, 1))
    detail.paste(0, (0, _SIDE - 1, _SIDE, _SIDE))
    detail.paste(0, (0, 0, 1, _SIDE))
    detail.paste(0, (_SIDE - 1, 0, _SIDE, _SIDE))
    colour = small.convert("HSV").getchannel("S")
    skin = ImageChops.multiply(_within(cb, _SKIN_CB), _within(cr, _SKIN_CR))
    # Strong colour and skin count where there is light to see them by.
    lit = luma.point([min(255, 2 * value) for value in range(256)])
    strength = ImageChops.add(ImageChops.multiply(colour, lit), detail, scale=2)
    strength = ImageChops.add(strength, ImageChops.multiply(skin, lit), scale=2)
    blurred = strength.filter(ImageFilter.BoxBlur(_RADIUS)).tobytes()
    row, column = divmod(blurred.index(max(blurred)), _SIDE)
    return Point((column + 0.5) / _SIDE, (row + 0.5) / _SIDE)


def _within(channel: Image.Image, values: range) -> Image.Image:
    return channel.point([255 if value in values else 0 for value in range(256)])
