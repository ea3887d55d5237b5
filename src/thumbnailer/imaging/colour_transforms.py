"""Transforms of colours into sRGB, kept for the next picture: to build one takes up to 17 ms."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import ImageCms

if TYPE_CHECKING:
    from PIL import Image

# As many as cameras, phones and programs have in common. With its profile, a transform takes a
# megabyte and a half at most: of CMYK, littleCMS tabulates 17 steps of each channel.
_MOST, _MOST_BYTES = 8, 2**20


def applied(image: Image.Image, profile: bytes) -> Image.Image:
    """An image in the colours of sRGB, of mode RGB, by the relative colorimetric intent.

    Args:
        image: of mode L, RGB, CMYK or LAB.
        profile: the ICC profile of its colours.

    Raises:
        PyCMSError, OSError, ValueError, TypeError: the profile is damaged, or is one of other
            colours than the image has.
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
        # littleCMS would remember the last colour in the transform, which threads share here.
        ImageCms.Flags.NOCACHE,
    )
