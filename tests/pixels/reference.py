"""What a thumbnail should look like, by libvips: its own readers, filters and colour engine set-up.

libvips decodes every pixel and scales once, with its Lanczos filter; none of the short cuts of the
code under test is taken. Sizes are those of its `thumbnail`, which sharp and imgproxy build upon.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import pyvips

_HAS_PROFILE = "icc-profile-data"


@dataclass(frozen=True)
class Difference:
    """How far two pictures of one size are apart, in steps of 1/255.

    Attributes:
        mean: absolute error, over all pixels and channels.
        worst: the largest absolute error of any pixel.
        psnr: in dB; infinite for equal pictures.
    """

    mean: float
    worst: float
    psnr: float


def size(image: pyvips.Image, width: int, height: int) -> tuple[int, int]:
    """Width and height of a picture, once upright, fitted into a box and never enlarged."""
    thumb = image.thumbnail_image(width, height=height, size="down")
    return thumb.width, thumb.height


def thumbnail(data: bytes, width: int, height: int, orientation: int | None = None) -> pyvips.Image:
    """The picture fitted into a box, upright, in sRGB, 8 bits a channel, with its alpha if any.

    Args:
        data: the file.
        width: of the box.
        height: of the box.
        orientation: its Exif orientation, where libvips does not read it: in PNG.
    """
    full = pyvips.Image.new_from_buffer(data, "", fail_on="error").copy()
    if orientation:
        full.set_type(pyvips.GValue.gint_type, "orientation", orientation)
    scaled = _scale(_eight_bits(full.autorot()), *size(full, width, height))
    return _srgb(scaled)


def difference(ours: bytes, expected: pyvips.Image, quality: int) -> Difference:
    """Compare a file with a picture.

    Transparent pixels are compared as they look on black and on white: a colour that nobody sees
    does not count. For a JPEG the picture is made one by libvips too, since both must then lose
    the same: half the resolution of colour, and what the quality says.
    """
    found = pyvips.Image.new_from_buffer(ours, "")
    if str(found.get("vips-loader")).startswith("jpeg"):
        saved = _on(expected, 0).jpegsave_buffer(Q=quality, subsample_mode="on")
        expected = pyvips.Image.new_from_buffer(saved, "")
    found, expected = _srgb(_eight_bits(found)), _srgb(expected)
    apart = [(_on(found, grey) - _on(expected, grey)).abs() for grey in (0, 255)]
    squares = [(image * image).avg() for image in apart]
    return Difference(
        mean=max(image.avg() for image in apart),
        worst=max(image.max() for image in apart),
        psnr=min(10 * math.log10(255**2 / square) if square else math.inf for square in squares),
    )


def _eight_bits(image: pyvips.Image) -> pyvips.Image:
    if image.format == "ushort":
        image = image.colourspace("b-w" if image.interpretation == "grey16" else "srgb")
    return image


def _scale(image: pyvips.Image, width: int, height: int) -> pyvips.Image:
    alpha = image.hasalpha()
    if alpha:
        image = image.premultiply()
    image = image.resize(width / image.width, vscale=height / image.height, kernel="lanczos3")
    if alpha:
        image = image.unpremultiply()
    return image.cast("uchar")


def _srgb(image: pyvips.Image) -> pyvips.Image:
    if image.get_typeof(_HAS_PROFILE):
        return image.icc_transform("srgb", embedded=True, intent="relative")
    if image.interpretation == "cmyk":
        return _by_arithmetic(image)
    return image.colourspace("srgb")


def _by_arithmetic(cmyk: pyvips.Image) -> pyvips.Image:
    """CMYK of an unknown press, the way browsers show it."""
    light = 255 - cmyk
    rgb = (light[0:3] * light[3] / 255).cast("uchar")
    return rgb.copy(interpretation="srgb")


def _on(image: pyvips.Image, grey: int) -> pyvips.Image:
    return image.flatten(background=[grey]) if image.hasalpha() else image
