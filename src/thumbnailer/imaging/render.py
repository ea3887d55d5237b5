"""Renders the variants of one source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thumbnailer.config.formats import FORMATS, SAME
from thumbnailer.config.recipe import Animation
from thumbnailer.imaging.encode import encode, encode_moving
from thumbnailer.imaging.finish import Finish
from thumbnailer.imaging.formats.header import read_header
from thumbnailer.imaging.formats.pillow import Frame
from thumbnailer.imaging.geometry import CENTRE, UNREDUCED, Point, Size, place
from thumbnailer.imaging.gravity import placement_of
from thumbnailer.imaging.pixels import scalable
from thumbnailer.imaging.scale import Scaler

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from thumbnailer.config.formats import Format
    from thumbnailer.config.recipe import Limits, Recipe, Variant
    from thumbnailer.imaging.formats.pillow import Source
    from thumbnailer.imaging.geometry import Placement


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


class Prepared:
    """A source whose header has been read, and whose memory is estimated; not yet decoded.

    Attributes:
        memory: the maximum memory, in bytes, that rendering takes in addition to that in use.
    """

    def __init__(self, source: Source, recipe: Recipe, variants: Sequence[Variant]) -> None:
        """Choose the size at which the source is decoded."""
        source.draft(_least_size(source.size, variants))
        self.memory = _memory(source, variants, recipe.limits)
        self._source = source
        self._recipe = recipe
        self._variants = variants

    def render(self, *, focal_point: Point = CENTRE, stamp: bytes | None = None) -> Picture:
        """Decode the source and render the variants; call it only once.

        The source is decoded once, or twice for animated renditions.

        Args:
            focal_point: the focal point for crops with the gravity `focal`.
            stamp: the file of the watermark image; None if the recipe has none.

        Raises:
            Rejected: if the file is truncated or damaged; permanent.
            StampError: if the stamp is not an image.
        """
        source, limits = self._source, self._recipe.limits
        decoded = source.decode()
        finish = Finish(decoded.info.get("icc_profile"), self._recipe.watermark, stamp)
        scaler = Scaler(scalable(decoded), source.orientation, source.reduction)
        placed = [(v, placement_of(v, source.size, scaler, focal_point)) for v in self._variants]
        placed.sort(key=lambda pair: pair[1].size, reverse=True)
        still = [pair for pair in placed if not _goes_on_moving(pair[0], source)]
        moving = [pair for pair in placed if _goes_on_moving(pair[0], source)]
        renditions = [
            *_still(source, scaler, still, finish),
            *_moving(source, limits, moving, finish),
        ]
        return Picture(*source.size, tuple(renditions))


def prepare(data: bytes, recipe: Recipe, variants: Sequence[Variant] | None = None) -> Prepared:
    """Read the header of an image, to render variants of it.

    Args:
        data: the file.
        recipe: contains the variants, the input formats and the limits.
        variants: the variants of the recipe to render, at least one; None for all.

    Raises:
        Rejected: if the recipe does not accept the file; permanent.
    """
    source = read_header(data, recipe.inputs, recipe.limits.max_pixels)
    return Prepared(source, recipe, recipe.variants if variants is None else variants)


def render(
    data: bytes,
    recipe: Recipe,
    variants: Sequence[Variant] | None = None,
    *,
    focal_point: Point = CENTRE,
    stamp: bytes | None = None,
) -> Picture:
    """Prepare and render in one call, for callers that do not limit the memory.

    Arguments and errors are those of `prepare` and `Prepared.render`.
    """
    return prepare(data, recipe, variants).render(focal_point=focal_point, stamp=stamp)


def _still(
    source: Source, scaler: Scaler, placed: Sequence[tuple[Variant, Placement]], finish: Finish
) -> Iterator[Rendition]:
    for variant, placement in placed:
        form = _form(variant, source.format)
        scaled = scaler.scaled(placement.part, source.size, placement.size)
        image = finish(scaled, variant, placement, form)
        exif = source.copyright() if variant.copyright else None
        data = encode(image, form, variant, exif)
        yield Rendition(variant, data, image.width, image.height, form.media_type)


def _moving(
    source: Source, limits: Limits, placed: Sequence[tuple[Variant, Placement]], finish: Finish
) -> Iterator[Rendition]:
    if not placed:
        return
    frames: dict[Variant, list[Frame]] = {variant: [] for variant, _ in placed}
    for frame in source.frames(limits):
        scaler = Scaler(frame.image, source.orientation, UNREDUCED)
        for variant, placement in placed:
            scaled = scaler.scaled(placement.part, source.size, placement.size)
            image = finish(scaled, variant, placement, source.format)
            frames[variant].append(Frame(image, frame.duration))
    for variant, placement in placed:
        form = source.format if variant.format == SAME else FORMATS[variant.format]
        data = encode_moving(frames[variant], source.loops, form, variant)
        yield Rendition(variant, data, *placement.canvas, form.media_type)


def _goes_on_moving(variant: Variant, source: Source) -> bool:
    return variant.animation is Animation.KEEP and source.frame_count > 1


def _memory(source: Source, variants: Sequence[Variant], limits: Limits) -> int:
    outputs = []
    for variant in variants:
        frames = source.frame_count if _goes_on_moving(variant, source) else 1
        canvas = _centred(source.size, variant).canvas
        outputs += [canvas] * min(frames, limits.max_frames)
    moves = any(_goes_on_moving(variant, source) for variant in variants)
    return source.memory(outputs, moves=moves)


def _form(variant: Variant, source: Format) -> Format:
    if variant.format == SAME:
        return FORMATS[source.same] if source.same else source
    return FORMATS[variant.format]


def _least_size(source: Size, variants: Sequence[Variant]) -> Size:
    """The minimum size of the whole image that is sufficient for every variant."""
    placements = [_centred(source, variant) for variant in variants]
    return Size(
        max(round(source.width * p.size.width / p.part.width) for p in placements),
        max(round(source.height * p.size.height / p.part.height) for p in placements),
    )


def _centred(source: Size, variant: Variant) -> Placement:
    """The placement of a variant without gravity; its sizes do not depend on the gravity."""
    return place(source, variant.width, variant.height, variant.fit, enlarge=variant.enlarge)
