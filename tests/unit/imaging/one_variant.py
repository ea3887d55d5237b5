"""One picture rendered as one variant, and what its pixels show."""

from __future__ import annotations

from PIL import Image

from thumbnailer.config.formats import FORMATS
from thumbnailer.imaging import CENTRE, Point, Rendition, render
from tools.samples.pictures import (
    RED,
    encoded,
    opened,
)
from tools.samples.recipes import made

ALL = [*FORMATS]


def rendered(
    data: bytes,
    focal_point: Point = CENTRE,
    stamp: bytes | None = None,
    watermark: dict[str, object] | None = None,
    **variant: object,
) -> Rendition:
    recipe = made({"inputs": ALL, "variants": {"v": variant}, "watermark": watermark})
    (rendition,) = render(data, recipe, focal_point=focal_point, stamp=stamp).renditions
    image = opened(rendition.data)
    assert image.size == (rendition.width, rendition.height)
    assert image.format is not None
    assert f"image/{image.format.lower()}" == rendition.content_type
    return rendition


def pixel(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    found = image.convert("RGBA").getpixel((x, y))
    assert isinstance(found, tuple)
    return found


def assert_pixel(image: Image.Image, x: int, y: int, colour: tuple[int, ...]) -> None:
    found = pixel(image, x, y)[: len(colour)]
    assert all(abs(a - b) <= 14 for a, b in zip(found, colour, strict=True)), (found, colour)


def see_through() -> bytes:
    image = Image.new("RGBA", (80, 80), (0, 0, 0, 0))
    image.paste((*RED, 255), (0, 0, 40, 80))
    return encoded(image)
