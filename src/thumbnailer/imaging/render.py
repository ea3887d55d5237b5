"""From the bytes of one source to its renditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thumbnailer.imaging.decode import Source
from thumbnailer.imaging.encode import encode
from thumbnailer.imaging.geometry import CENTRE, Point, Size, place
from thumbnailer.imaging.gravity import placement_of
from thumbnailer.imaging.pixels import flattened, padded, scalable, to_srgb
from thumbnailer.imaging.scale import Scaler
from thumbnailer.imaging.watermark import stamped
from thumbnailer.recipe import Format, OutputFormat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thumbnailer.recipe import Recipe, Variant

# What `same` means for formats that are read and not written.
_WRITTEN_AS = {Format.GIF: Format.PNG, Format.TIFF: Format.PNG}


@dataclass(frozen=True)
class Rendition:
    """One variant of one source; `width` and `height` in pixels."""

    variant: Variant
    data: bytes
    width: int
    height: int
    content_type: str


@dataclass(frozen=True)
class Picture:
    """A rendered source: its upright size in pixels, and its renditions."""

    width: int
    height: int
    renditions: tuple[Rendition, ...]


def render(
    data: bytes,
    recipe: Recipe,
    variants: Sequence[Variant] | None = None,
    focal_point: Point = CENTRE,
    stamp: bytes | None = None,
) -> Picture:
    """Render variants of a picture, decoding it once.

    Args:
        data: the file.
        recipe: what to make, of which formats, within which limits.
        variants: those of the recipe that are wanted, at least one; None for all.
        focal_point: what a crop with the gravity `focal` keeps.
        stamp: the file of the watermark's image; None where the recipe has none.

    Raises:
        Rejected: when the file is no picture that the recipe takes; permanent.
        StampError: when the stamp is no image.
    """
    source = Source(data, recipe.inputs, recipe.limits.max_pixels)
    wanted = recipe.variants if variants is None else variants
    decoded = source.decode(_least_size(source.size, wanted))
    scaler = Scaler(scalable(decoded), source.orientation)
    profile = decoded.info.get("icc_profile")
    placed = [(v, placement_of(v, source.size, scaler, focal_point)) for v in wanted]
    mark = recipe.watermark
    renditions = []
    for variant, placement in sorted(placed, key=lambda pair: pair[1].size, reverse=True):
        form = _form(variant, source.format)
        image = to_srgb(scaler.scaled(placement.part, source.size, placement.size), profile)
        image = padded(image, placement, variant.background, form)
        if form is Format.JPEG:
            image = flattened(image, variant.background)
        if mark and (mark.variants is None or variant.name in mark.variants):
            image = stamped(image, mark, stamp)
        exif = source.copyright() if variant.copyright else None
        renditions.append(
            Rendition(
                variant=variant,
                data=encode(image, form, variant, exif),
                width=image.width,
                height=image.height,
                content_type=form.content_type,
            )
        )
    return Picture(*source.size, tuple(renditions))


def _form(variant: Variant, source: Format) -> Format:
    if variant.format is OutputFormat.SAME:
        return _WRITTEN_AS.get(source, source)
    return Format(variant.format.value)


def _least_size(source: Size, variants: Sequence[Variant]) -> Size:
    """The least size of the whole picture that is enough for every variant."""
    placements = [place(source, v.width, v.height, v.fit, enlarge=v.enlarge) for v in variants]
    return Size(
        max(round(source.width * p.size.width / p.part.width) for p in placements),
        max(round(source.height * p.size.height / p.part.height) for p in placements),
    )
