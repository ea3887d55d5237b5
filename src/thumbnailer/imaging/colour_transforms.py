"""Color transforms to sRGB, with a cache: building a transform takes up to 17 ms."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import ImageCms

if TYPE_CHECKING:
    from PIL import Image

# Enough for the common profiles of cameras, phones and programs. A transform with its profile takes
# at most 1.5 MB: for CMYK, littleCMS tabulates 17 steps of each channel.
_MOST, _MOST_BYTES = 8, 2**20


def applied(image: Image.Image, profile: bytes) -> Image.Image:
    """The image in sRGB, of mode RGB, with the relative colorimetric intent.

    Args:
        image: an image of mode L, RGB, CMYK or LAB.
        profile: its ICC profile.

    Raises:
        PyCMSError, OSError, ValueError, TypeError: if the profile is damaged, or has another color
            space than the image.
    """
    built = _transform if len(profile) <= _MOST_BYTES else _transform.__wrapped__
    return built(profile, image.mode).apply(image)


@lru_cache(_MOST)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(BytesIO(profile)),
        ImageCms.createProfile("sRGB"),
        mode,
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        # Otherwise, littleCMS caches the last color in the transform, which threads share here.
        ImageCms.Flags.NOCACHE,
    )
