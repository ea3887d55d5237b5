"""Conversions of pixels other than scaling: their mode, sRGB, padding, and background."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

from thumbnailer.config.recipe import Colour
from thumbnailer.config.rejection import Reason, Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thumbnailer.config.formats import Format
    from thumbnailer.imaging.geometry import Placement

# The default background.
WHITE = Colour(255, 255, 255)

_SCALABLE = ("L", "LA", "RGB", "RGBA", "CMYK")
# Other modes of files, mostly TIFFs.
_OTHER_COLOURS = {
    "1": "L",
    "P": "RGB",
    "PA": "RGBA",
    "La": "LA",
    "RGBa": "RGBA",
    "RGBX": "RGB",
    "YCbCr": "RGB",
}


def scalable(image: Image.Image) -> Image.Image:
    """The image in a mode whose pixels can be averaged: L, LA, RGB, RGBA or CMYK.

    Expands palettes and 1-bit images, converts 16-bit gray to 8 bits and a transparent color to an
    alpha channel, and removes an alpha channel that is opaque everywhere: scaling with alpha takes
    more time than all other steps.

    Raises:
        Rejected: `unsupported_format` if the pixels have no defined meaning as colors, such as
            floating-point numbers.
    """
    transparent = "transparency" in image.info
    if image.mode.startswith("I"):
        image = _eight_bits(image)
    elif image.mode in ("1", "L") and transparent:
        image = image.convert("LA")
    elif image.mode in ("P", "RGB") and transparent:
        image = image.convert("RGBA")
    elif image.mode in _OTHER_COLOURS:
        image = image.convert(_OTHER_COLOURS[image.mode])
    elif image.mode == "LAB":
        image = _through_profile(image, _lab_profile()) or image
    if image.mode not in _SCALABLE:
        raise Rejected(Reason.UNSUPPORTED_FORMAT, f"the pixel format {image.mode} is not supported")
    if image.mode in ("LA", "RGBA") and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert(image.mode.removesuffix("A"))
    return image


def _eight_bits(image: Image.Image) -> Image.Image:
    """Convert gray of 16 bits (or 32, of which 16 are used) to 8; a transparent value to alpha.

    Pillow's conversion clips values.
    """
    if image.mode == "I":
        return image.point(lambda value: value * (1 / 256)).convert("L")
    values = image.tobytes()
    high_first = image.mode.endswith("B")
    high, low = (
        Image.frombytes("L", image.size, values[start::2])
        for start in ((0, 1) if high_first else (1, 0))
    )
    clear = image.info.get("transparency")
    if clear is None:
        return high
    return Image.merge("LA", (high, unlike((high, low), (clear >> 8, clear & 0xFF))))


def unlike(planes: Iterable[Image.Image], values: Iterable[int]) -> Image.Image:
    """An alpha channel that is transparent where each plane, of mode L, has its value."""
    differs = (
        plane.point([0 if other == value else 255 for other in range(256)])
        for plane, value in zip(planes, values, strict=True)
    )
    return reduce(ImageChops.lighter, differs)


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The image in sRGB (or gray), converted with its embedded ICC profile if that is valid.

    Ignores a profile that is damaged or has another color space than the pixels, as browsers do.
    """
    if profile:
        converted = _through_profile(image, profile)
        if converted is not None:
            return converted
    return image.convert("RGB") if image.mode == "CMYK" else image


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    # Imported here: most images have no profile, and the import would slow down a cold start.
    from PIL import ImageCms  # noqa: PLC0415

    from thumbnailer.imaging import colour_transforms  # noqa: PLC0415

    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    colours = image.convert(image.mode.removesuffix("A")) if alpha else image
    try:
        converted = colour_transforms.applied(colours, profile)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
    if colours.mode == "L":
        converted = converted.convert("L")
    if alpha:
        converted.putalpha(alpha)
    return converted


def _lab_profile() -> bytes:
    from PIL import ImageCms  # noqa: PLC0415 - as above

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def padded(
    image: Image.Image, placement: Placement, background: Colour | None, form: Format
) -> Image.Image:
    """The image on a canvas of the placement's size; the same image if it fills the canvas.

    Without a background, the canvas is transparent in formats with alpha.
    """
    if placement.canvas == image.size:
        return image
    nothing = Colour(0, 0, 0, 0) if form.alpha else WHITE
    canvas = Image.new("RGBA", placement.canvas, _pixel(background or nothing))
    canvas.paste(image.convert("RGBA"), placement.offset)
    return canvas


def flattened(image: Image.Image, background: Colour | None) -> Image.Image:
    """The image without alpha, on the background; gray stays gray on a gray background."""
    if image.mode not in ("LA", "RGBA"):
        return image
    behind = background or WHITE
    grey = image.mode == "LA" and behind.red == behind.green == behind.blue
    pixel = (behind.red, behind.green, behind.blue, 255)
    canvas = Image.new("RGBA", image.size, pixel)
    canvas.alpha_composite(image.convert("RGBA"))
    return canvas.convert("L" if grey else "RGB")


def _pixel(colour: Colour) -> tuple[int, int, int, int]:
    return (colour.red, colour.green, colour.blue, colour.alpha)
