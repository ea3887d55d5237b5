"""Adds a watermark to a rendition."""

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
# The package with the font, in the layer, and the file in it: Open Sans, whose weights are
# instances of one variable font. Semi-bold, for legibility of white letters at small sizes.
_FONT = ("fontpkg_open_sans", "files/OpenSans[wdth,wght].ttf")
_WEIGHT, _WIDTH = 600, 100
# The font size at which a text is measured, in pixels, and the height of its capitals at this size;
# other sizes are scaled from it.
_UNIT = 96
_CAPITALS = 68.5
# The minimum height of capitals for legibility.
LEAST_CAPITALS = 8
# The width of the dark edge, as a share of the font size, and its minimum in pixels.
_EDGE, _LEAST_EDGE = 0.045, 1.0


class StampError(ValueError):
    """The watermark's image or font is missing or invalid; an error of the deployment."""


def stamped(
    image: Image.Image, placement: Placement, watermark: Watermark, data: bytes | None
) -> Image.Image:
    """The image with the watermark, in mode RGB, or RGBA if it has transparency.

    The watermark is placed on the image, not on its padding. The capitals of a text are at least 8
    pixels high, regardless of its scale; if it does not fit between the margins then, the image is
    not changed.

    Args:
        image: the rendition, of mode L, LA, RGB or RGBA.
        placement: contains the position of the image in the rendition.
        watermark: the watermark.
        data: the file of the watermark image; None for a text.

    Raises:
        StampError: if the data is not an image, or the font is missing.
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
    """The image in the file of a watermark, with transparency.

    Raises:
        StampError: if it is not an image.
    """
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            return image.convert("RGBA")
    except MemoryError:
        raise
    except Exception as error:
        raise StampError(f"the watermark is not a PNG, JPEG or WebP image: {error}") from error


def _resized(stamp: Image.Image, width: int, room: Size) -> Image.Image:
    """The image at this width, or smaller to fit into the available space."""
    height = max(1, round(stamp.height * width / stamp.width))
    shrink = min(1.0, room.width / width, room.height / height)
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    return stamp.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _text(text: str, width: int, room: Size) -> Image.Image | None:
    """The text at this width, or larger to be legible; None if there is not enough space."""
    unit = _drawn(text, _UNIT)
    share = min(room.width / unit.width, room.height / unit.height, width / unit.width)
    if share >= 1:
        return _resized(unit, width, room)
    least = LEAST_CAPITALS / _CAPITALS
    drawn = _drawn(text, _UNIT * max(share, least))
    if share < least and (drawn.width > room.width or drawn.height > room.height):
        return None
    return _resized(drawn, drawn.width, room)  # a copy, unless its edge needs another pixel


# Not only for animated images: variants have few sizes. A text of 60 letters has up to 2 MB.
@lru_cache(maxsize=8)
def _drawn(text: str, size: float) -> Image.Image:
    """White letters with a dark edge, visible on any background, at this font size in pixels."""
    # Imported here, so that it does not slow down a cold start without a watermark.
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

    # Without raqm, which may not be installed: these letters need no shaping.
    font = ImageFont.truetype(BytesIO(_font_file()), size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([_WEIGHT, _WIDTH])
    return font


@cache
def _font_file() -> bytes:
    from pkgutil import get_data  # noqa: PLC0415 - as above

    data = get_data(*_FONT)
    if data is None:
        raise StampError(
            "the font of the watermark's text is missing; use the layer of this version, or install"
            " fontpkg-open-sans"
        )
    return data
