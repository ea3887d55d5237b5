"""Encodes renditions."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thumbnailer.config.formats import Format
    from thumbnailer.config.recipe import Variant
    from thumbnailer.imaging.formats.pillow import Frame


def encode(image: Image.Image, form: Format, variant: Variant, exif: Image.Exif | None) -> bytes:
    """Encode an image with no metadata except the given Exif data.

    Args:
        image: the pixels, in sRGB: of mode L or RGB, in formats with alpha also LA or RGBA.
        form: an output format.
        variant: contains the quality, the maximum size, and further options of the encoder.
        exif: the Exif data to keep.
    """
    block = exif.tobytes() if exif else b""
    data = _natively(image, form, block)
    if data is not None:
        return data
    return _encode(_bare(image), form, variant, {"exif": block} if block else {})


def encode_moving(frames: Sequence[Frame], loops: int, form: Format, variant: Variant) -> bytes:
    """Encode an animated image without metadata.

    Args:
        frames: the frames, in sRGB, of mode RGB or RGBA, all of the same size.
        loops: the number of loops; 0 for infinite loops.
        form: an output format that can be animated.
        variant: contains the quality and the maximum size, if the format has a quality.
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


def _natively(image: Image.Image, form: Format, exif: bytes) -> bytes | None:
    """The bytes from the format's native encoder; None if there is none for this machine."""
    if form.encoder is None:
        return None
    try:
        encoder = import_module(form.encoder)
    except ImportError:
        return None
    data: bytes = encoder.encode(image, exif)
    return data


def _bare(image: Image.Image) -> Image.Image:
    bare = image.copy()
    bare.info = {}  # otherwise, Pillow writes the comments and profiles in it
    return bare


def _encode(bare: Image.Image, form: Format, variant: Variant, options: dict[str, Any]) -> bytes:
    taken = {member: getattr(variant, member) for member in form.members}
    options = {**options, **form.options, **taken}
    if form.quality is None:
        return _saved(bare, form, options)
    highest = variant.quality or form.quality
    data = _saved(bare, form, {**options, "quality": highest})
    if variant.max_bytes is None or len(data) <= variant.max_bytes:
        return data
    return _within_budget(bare, form, options, highest, variant.max_bytes)


def _within_budget(
    image: Image.Image, form: Format, options: dict[str, Any], highest: int, max_bytes: int
) -> bytes:
    """The bytes at the highest quality below `highest` that fits; at the lowest if none does."""
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
    image.save(buffer, form.name, **options)
    return buffer.getvalue()
