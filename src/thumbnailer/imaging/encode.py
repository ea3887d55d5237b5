"""Bytes of a rendition."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image

from thumbnailer.config.recipe import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thumbnailer.config.recipe import Variant
    from thumbnailer.imaging.decode import Frame

# Those of imgproxy: about equally good to look at.
_QUALITY = {Format.JPEG: 80, Format.WEBP: 79, Format.AVIF: 63}
# Of 0 (slow) to 10: above 8 files grow, below it AVIF costs several times all the rest.
_AVIF_SPEED = 8
# Four times as fast as zlib's default, for files that are 1 to 9 % larger.
_PNG_STRATEGY = zlib.Z_RLE


def encode(image: Image.Image, form: Format, variant: Variant, exif: Image.Exif | None) -> bytes:
    """Encode an image without any metadata but the given ones.

    Args:
        image: the pixels, in sRGB; for JPEG of mode L or RGB, else also LA or RGBA.
        form: JPEG, PNG, WebP or AVIF.
        variant: says quality, budget and whether a JPEG is progressive.
        exif: what is kept of the source's Exif data.
    """
    return _encode(_bare(image), form, variant, {"exif": exif.tobytes()} if exif else {})


def encode_moving(frames: Sequence[Frame], loops: int, form: Format, variant: Variant) -> bytes:
    """Encode a moving picture without any metadata.

    Args:
        frames: in sRGB, of mode RGB or RGBA, all of one size.
        loops: how often it is shown; 0 for ever.
        form: GIF or WebP.
        variant: says quality and budget of a WebP.
    """
    first, *others = (_bare(frame.image) for frame in frames)
    options = {
        "save_all": True,
        "append_images": others,
        "duration": [frame.duration for frame in frames],
        "loop": loops,
        "disposal": 2,
    }
    return _encode(first, form, variant, options)


def _bare(image: Image.Image) -> Image.Image:
    bare = image.copy()
    bare.info = {}  # Pillow would write the comments and profiles that it finds here
    return bare


def _encode(bare: Image.Image, form: Format, variant: Variant, options: dict[str, Any]) -> bytes:
    if form is Format.JPEG:
        options |= {"optimize": True, "progressive": variant.progressive}
    elif form is Format.AVIF:
        options |= {"speed": _AVIF_SPEED}
    elif form is Format.PNG:
        options |= {"compress_type": _PNG_STRATEGY}
    if form not in _QUALITY:
        return _saved(bare, form, options)
    highest = variant.quality or _QUALITY[form]
    data = _saved(bare, form, {**options, "quality": highest})
    if variant.max_bytes is None or len(data) <= variant.max_bytes:
        return data
    return _within_budget(bare, form, options, highest, variant.max_bytes)


def _within_budget(
    image: Image.Image, form: Format, options: dict[str, Any], highest: int, max_bytes: int
) -> bytes:
    """The highest quality below `highest` that fits; the lowest one where none does."""
    best = _saved(image, form, {**options, "quality": 1})
    low, high = 2, highest - 1
    while low <= high:
        quality = (low + high) // 2
        data = _saved(image, form, {**options, "quality": quality})
        if len(data) <= max_bytes:
            best, low = data, quality + 1
        else:
            high = quality - 1
    return best


def _saved(image: Image.Image, form: Format, options: dict[str, Any]) -> bytes:
    buffer = BytesIO()
    image.save(buffer, form.value, **options)
    return buffer.getvalue()
