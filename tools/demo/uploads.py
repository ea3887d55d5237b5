"""What the demo uploads, and the expected outcome of each file."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont

_SKY, _DUSK, _SUN = (52, 96, 158), (246, 190, 128), (255, 226, 150)
_HILLS = ((74, 92, 120), (54, 78, 92), (34, 58, 62))


@dataclass(frozen=True)
class Upload:
    """One upload.

    Attributes:
        name: its key, without the uploads prefix.
        about: what is special about it.
        make: makes its bytes.
        outcome: the expected outcome.
        reason: the expected reason.
        size: the expected thumbnail's width and height in pixels.
    """

    name: str
    about: str
    make: Callable[[], bytes]
    outcome: str = "settled"
    reason: str = "rendered"
    size: tuple[int, int] | None = None


def uploads() -> tuple[Upload, ...]:
    """The uploads, in order."""
    return (
        Upload("Été +1.JPG", "12 megapixels, on its side", _sideways_jpeg, size=(113, 150)),
        Upload("logo.png", "transparent", _transparent_png, size=(150, 150)),
        Upload("2026/may/lake.jpeg", "in sub-folders", _wide_jpeg, size=(150, 84)),
        Upload("tiny.PNG", "smaller than a thumbnail", _tiny_png, size=(48, 32)),
        Upload("notes.jpg", "a text file", _text, "rejected", "not_an_image"),
        Upload("broken.jpg", "cut off half-way", _cut_off, "rejected", "corrupt"),
        Upload("animation.png", "a GIF", _gif, "rejected", "unsupported_format"),
        Upload("scan.png", "over 5 MB", _large_file, "rejected", "too_large"),
        Upload("map.png", "60 megapixels", _many_pixels, "rejected", "too_many_pixels"),
    )


def landscape(width: int, height: int) -> Image.Image:
    """A sky, a sun and hills: easy to see which way is up."""
    sky = Image.linear_gradient("L").resize((width, height))
    image = Image.composite(
        Image.new("RGB", (width, height), _DUSK), Image.new("RGB", (width, height), _SKY), sky
    )
    draw = ImageDraw.Draw(image)
    radius = min(width, height) // 9
    sun = (width * 3 // 4, height // 3)
    draw.ellipse((sun[0] - radius, sun[1] - radius, sun[0] + radius, sun[1] + radius), fill=_SUN)
    for row, colour in enumerate(_HILLS):
        base = height * (11 + 2 * row) // 18
        peaks = [(width * x // 8, base - height * ((x * 5 + row * 3) % 4) // 16) for x in range(9)]
        draw.polygon([(0, height), *peaks, (width, height)], fill=colour)
    return image


def _encoded(image: Image.Image, form: str, **options: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def _sideways_jpeg() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright, stored on its side
    stored = landscape(3000, 4000).transpose(Image.Transpose.ROTATE_90)
    return _encoded(stored, "JPEG", quality=88, exif=exif)


def _transparent_png() -> bytes:
    image = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((40, 40, 560, 560), fill=(214, 76, 60, 255))
    draw.text(
        (300, 290), "t", fill=(255, 255, 255, 255), font=ImageFont.load_default(420), anchor="mm"
    )
    return _encoded(image, "PNG")


def _wide_jpeg() -> bytes:
    return _encoded(landscape(1920, 1080), "JPEG", quality=85, progressive=True)


def _tiny_png() -> bytes:
    return _encoded(landscape(48, 32), "PNG")


def _text() -> bytes:
    return b"This is no picture, whatever its name says.\n"


def _cut_off() -> bytes:
    data = _wide_jpeg()
    return data[: len(data) // 2]


def _gif() -> bytes:
    return _encoded(landscape(120, 90), "GIF")


def _large_file() -> bytes:
    noise = Image.frombytes("RGB", (1400, 1400), os.urandom(1400 * 1400 * 3))
    return _encoded(noise, "PNG", compress_level=1)


def _many_pixels() -> bytes:
    return _encoded(Image.new("1", (10_000, 6_000)), "PNG")
