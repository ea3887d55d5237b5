"""Laying a watermark over a rendition."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from thumbnailer.imaging.gravity import PULLS

if TYPE_CHECKING:
    from thumbnailer.recipe import Watermark

_FORMATS = ("PNG", "JPEG", "WEBP")
# A text is drawn once, at this many pixels, and scaled like an image.
_FONT_SIZE = 96
_EDGE = 4


class StampError(ValueError):
    """The image that a watermark names is none; the deployment's fault and no picture's."""


def stamped(image: Image.Image, watermark: Watermark, data: bytes | None) -> Image.Image:
    """The image with the watermark over it, in mode RGB, or RGBA if it has transparency.

    Args:
        image: of mode L, LA, RGB or RGBA.
        watermark: says what, where and how strong.
        data: the file of the watermark's image; None for a text.

    Raises:
        StampError: when the data are no image.
    """
    stamp = _text(watermark.text) if watermark.text else _image(data or b"")
    width = max(1, round(image.width * watermark.scale))
    height = max(1, round(stamp.height * width / stamp.width))
    margin = round(min(image.size) * watermark.margin)
    room = (max(1, image.width - 2 * margin), max(1, image.height - 2 * margin))
    shrink = min(1.0, room[0] / width, room[1] / height)
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    small = stamp.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    small.putalpha(small.getchannel("A").point(lambda value: value * watermark.opacity))
    pull = PULLS[watermark.gravity]
    at = (
        margin + round((room[0] - size[0]) * pull.x),
        margin + round((room[1] - size[1]) * pull.y),
    )
    canvas = image.convert("RGBA")
    canvas.alpha_composite(small, (max(0, at[0]), max(0, at[1])))
    return canvas if image.mode in ("LA", "RGBA") else canvas.convert("RGB")


def _image(data: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            return image.convert("RGBA")
    except MemoryError:
        raise
    except Exception as error:
        raise StampError(f"the watermark is no PNG, JPEG or WebP image: {error}") from error


@cache
def _text(text: str) -> Image.Image:
    """White letters with a dark edge: to be seen on any ground."""
    # Imported here: a cold start without a watermark should not pay for it.
    from PIL import ImageDraw, ImageFont  # noqa: PLC0415

    font = ImageFont.load_default(_FONT_SIZE)
    left, top, right, bottom = font.getbbox(text, stroke_width=_EDGE)
    stamp = Image.new("RGBA", (round(right - left) or 1, round(bottom - top) or 1))
    ImageDraw.Draw(stamp).text(
        (-left, -top),
        text,
        (255, 255, 255, 255),
        font,
        stroke_width=_EDGE,
        stroke_fill=(0, 0, 0, 200),
    )
    return stamp
