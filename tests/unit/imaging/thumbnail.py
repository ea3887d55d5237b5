"""A thumbnail of a picture, and whether its quadrants lie and look as they should."""

from __future__ import annotations

from PIL import Image

from thumbnailer.imaging import Rendition, render
from tools.samples.pictures import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    opened,
)
from tools.samples.recipes import recipe


def thumbnail(data: bytes, width: int = 32, height: int = 32) -> Rendition:
    wanted = recipe(thumb={"width": width, "height": height, "quality": 92})
    (rendition,) = render(data, wanted).renditions
    return rendition


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    """Top left, top right, bottom left, bottom right: each a sixth of the way in."""
    rgb = image.convert("RGB")
    x, y = rgb.width // 6, rgb.height // 6
    right, bottom = rgb.width - 1 - x, rgb.height - 1 - y
    pixels = [rgb.getpixel(at) for at in ((x, y), (right, y), (x, bottom), (right, bottom))]
    return [pixel for pixel in pixels if isinstance(pixel, tuple)]


def close(a: tuple[int, ...], b: tuple[int, ...], tolerance: int) -> bool:
    return len(a) == len(b) and all(abs(x - y) <= tolerance for x, y in zip(a, b, strict=True))


def assert_quadrants(data: bytes, tolerance: int = 6) -> None:
    found = corners(opened(data))
    for pixel, expected in zip(found, (RED, GREEN, BLUE, WHITE), strict=True):
        assert close(pixel, expected, tolerance), found
