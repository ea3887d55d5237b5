"""What pixels go through beside scaling: their mode, sRGB, and what lies behind them."""

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

# What shows through where nobody chose a background.
WHITE = Colour(255, 255, 255)

_SCALABLE = ("L", "LA", "RGB", "RGBA", "CMYK")
# What else files may hold, most of it TIFFs.
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

    Palettes and 1-bit images are expanded, 16-bit grey is brought to 8 bits, a transparent colour
    becomes an alpha channel, and an alpha channel that hides nothing is dropped: scaling
    with alpha costs more than all the rest.

    Raises:
        Rejected: when the pixels are of a kind that has no plain meaning as colours, such as
            floating-point numbers; `unsupported_format`.
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
        raise Rejected(
            Reason.UNSUPPORTED_FORMAT, f"pixels of the kind {image.mode} are not supported"
        )
    if image.mode in ("LA", "RGBA") and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert(image.mode.removesuffix("A"))
    return image


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 bits (or 32, of which 16 are used) in 8; a clear value becomes alpha.

    Pillow's own conversion would clip.
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
    """An alpha channel that is clear where each plane, of mode L, has its value."""
    differs = (
        plane.point([0 if other == value else 255 for other in range(256)])
        for plane, value in zip(planes, values, strict=True)
    )
    return reduce(ImageChops.lighter, differs)


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The image in sRGB (or grey), through its embedded ICC profile where it has a usable one.

    A profile that is damaged or of another colour space than the pixels is ignored, as browsers do.
    """
    if profile:
        converted = _through_profile(image, profile)
        if converted is not None:
            return converted
    return image.convert("RGB") if image.mode == "CMYK" else image


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    # Imported here: most pictures carry no profile, and a cold start should not pay for it.
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
    """The image on a canvas of the placement's size; itself where it fills it.

    Without a background, the canvas is transparent in formats with alpha.
    """
    if placement.canvas == image.size:
        return image
    nothing = Colour(0, 0, 0, 0) if form.alpha else WHITE
    canvas = Image.new("RGBA", placement.canvas, _pixel(background or nothing))
    canvas.paste(image.convert("RGBA"), placement.offset)
    return canvas


def flattened(image: Image.Image, background: Colour | None) -> Image.Image:
    """The image without alpha, laid on the background; grey stays grey on grey."""
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
