"""What decoded pixels go through: a mode that can be scaled, upright, in sRGB."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

# What undoes each Exif orientation, https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def is_sideways(orientation: int) -> bool:
    """Whether an Exif orientation swaps width and height."""
    return orientation in (5, 6, 7, 8)


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """The image as it is meant to be seen, for an Exif orientation of 1 to 8."""
    method = _UPRIGHT.get(orientation)
    return image if method is None else image.transpose(method)


def scalable(image: Image.Image) -> Image.Image:
    """The image in a mode whose pixels can be averaged: L, LA, RGB, RGBA or CMYK.

    Palettes and 1-bit images are expanded, 16-bit grey is brought to 8 bits, a transparent colour
    becomes an alpha channel, and an alpha channel that hides nothing is dropped: scaling
    with alpha costs more than all the rest.
    """
    transparent = "transparency" in image.info
    if image.mode.startswith("I"):
        # Pillow clips 16-bit values when it converts them; they have to be scaled first.
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    elif image.mode in ("1", "L") and transparent:
        image = image.convert("LA")
    elif image.mode == "1":
        image = image.convert("L")
    elif image.mode in ("P", "RGB") and transparent:
        image = image.convert("RGBA")
    elif image.mode == "P":
        image = image.convert("RGB")
    if image.mode in ("LA", "RGBA") and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert(image.mode.removesuffix("A"))
    return image


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

    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    colours = image.convert(image.mode.removesuffix("A")) if alpha else image
    try:
        converted = ImageCms.profileToProfile(
            colours,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
    if converted is None:
        return None
    if colours.mode == "L":
        converted = converted.convert("L")
    if alpha:
        converted.putalpha(alpha)
    return converted
