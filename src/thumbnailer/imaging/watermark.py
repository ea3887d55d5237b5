"""Laying a watermark over a rendition."""

from __future__ import annotations

from functools import cache, lru_cache
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING

from PIL import Image

from thumbnailer.imaging.geometry import Size
from thumbnailer.imaging.gravity import PULLS

if TYPE_CHECKING:
    from PIL import ImageFont

    from thumbnailer.config.recipe import Watermark
    from thumbnailer.imaging.geometry import Placement

_FORMATS = ("PNG", "JPEG", "WEBP")
# The package that brings the font, in the layer, and the file in it: Open Sans, whose weights are
# the instances of one file. Half-bold, which white letters need at small sizes.
_FONT = ("fontpkg_open_sans", "files/OpenSans[wdth,wght].ttf")
_WEIGHT, _WIDTH = 600, 100
# What a text is measured at, in pixels, and the height of its capitals then; a larger
# one is scaled.
_UNIT = 96
_CAPITALS = 68.5
# Capitals lower than this are not read with ease.
LEAST_CAPITALS = 8
# The dark edge, as a share of the font's size, and at least in pixels.
_EDGE, _LEAST_EDGE = 0.045, 1.0


class StampError(ValueError):
    """What a watermark needs is missing or no image; the deployment's fault and no picture's."""


def stamped(
    image: Image.Image, placement: Placement, watermark: Watermark, data: bytes | None
) -> Image.Image:
    """The image with the watermark over it, in mode RGB, or RGBA if it has transparency.

    It lies on the picture and not on what pads it. A text has capitals of at least 8 pixels,
    whatever its scale; where it does not fit between the margins then, the image stays as it is.

    Args:
        image: of mode L, LA, RGB or RGBA.
        placement: tells where on the image the picture lies.
        watermark: says what, where and how strong.
        data: the file of the watermark's image; None for a text.

    Raises:
        StampError: when the data are no image, or the font is missing.
    """
    picture = placement.size
    margin = round(min(picture) * watermark.margin)
    room = Size(max(1, picture.width - 2 * margin), max(1, picture.height - 2 * margin))
    width = max(1, round(picture.width * watermark.scale))
    stamp = (
        _text(watermark.text, width, room)
        if watermark.text
        else _resized(stamp_image(data or b""), width, room)
    )
    if stamp is None:
        return image
    stamp.putalpha(stamp.getchannel("A").point(lambda value: value * watermark.opacity))
    pull = PULLS[watermark.gravity]
    at = (
        placement.offset[0] + margin + round((room.width - stamp.width) * pull.x),
        placement.offset[1] + margin + round((room.height - stamp.height) * pull.y),
    )
    canvas = image.convert("RGBA")
    canvas.alpha_composite(stamp, (max(0, at[0]), max(0, at[1])))
    return canvas if image.mode in ("LA", "RGBA") else canvas.convert("RGB")


def stamp_image(data: bytes) -> Image.Image:
    """The image of a watermark's file, with transparency.

    Raises:
        StampError: when it is no image.
    """
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            return image.convert("RGBA")
    except MemoryError:
        raise
    except Exception as error:
        raise StampError(f"the watermark is no PNG, JPEG or WebP image: {error}") from error


def _resized(stamp: Image.Image, width: int, room: Size) -> Image.Image:
    """The image of this width, or smaller so that it fits into the room."""
    height = max(1, round(stamp.height * width / stamp.width))
    shrink = min(1.0, room.width / width, room.height / height)
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    return stamp.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _text(text: str, width: int, room: Size) -> Image.Image | None:
    """The text of this width, larger where it could not be read, or None where it has no room."""
    unit = _drawn(text, _UNIT)
    share = min(room.width / unit.width, room.height / unit.height, width / unit.width)
    if share >= 1:
        return _resized(unit, width, room)
    least = LEAST_CAPITALS / _CAPITALS
    drawn = _drawn(text, _UNIT * max(share, least))
    if share < least and (drawn.width > room.width or drawn.height > room.height):
        return None
    return _resized(drawn, drawn.width, room)  # which is a copy, unless its edge needs a pixel more


# Not for a moving picture alone: variants have few sizes. A text of 60 letters has up to 2 MB.
@lru_cache(maxsize=8)
def _drawn(text: str, size: float) -> Image.Image:
    """White letters with a dark edge, to be seen on any ground, of a font of this many pixels."""
    # Imported here: a cold start without a watermark should not pay for it.
    from PIL import ImageDraw  # noqa: PLC0415

    font = _font(size)
    edge = max(_LEAST_EDGE, size * _EDGE)
    left, top, right, bottom = font.getbbox(text, stroke_width=edge)
    stamp = Image.new("RGBA", (max(1, ceil(right - left)), max(1, ceil(bottom - top))))
    ImageDraw.Draw(stamp).text(
        (-left, -top),
        text,
        (255, 255, 255, 255),
        font,
        stroke_width=edge,
        stroke_fill=(0, 0, 0, 200),
    )
    return stamp


def _font(size: float) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415 - as above

    # Not by raqm, which may be there or not: the letters of a watermark need no shaping.
    font = ImageFont.truetype(BytesIO(_font_file()), size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([_WEIGHT, _WIDTH])
    return font


@cache
def _font_file() -> bytes:
    from pkgutil import get_data  # noqa: PLC0415 - as above

    data = get_data(*_FONT)
    if data is None:
        raise StampError(
            "the font of the watermark's text is missing: use the layer of this version, or install"
            " fontpkg-open-sans"
        )
    return data
