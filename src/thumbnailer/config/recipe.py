"""The recipe of a deployment: its variants and limits."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thumbnailer.config.keys import Template

# Part of every ID. Increase it when a change to the code changes the pixels of the same variant, so
# that existing renditions are stale.
RENDERER_VERSION = 2


class Fit(StrEnum):
    """How an image is fitted to its box; the values are those of CSS object-fit and sharp."""

    INSIDE = "inside"
    COVER = "cover"
    CONTAIN = "contain"
    FILL = "fill"


class Animation(StrEnum):
    """Whether renditions of an animated image are animated."""

    FIRST = "first"
    KEEP = "keep"


class Gravity(StrEnum):
    """Which part of an image a crop keeps, and the position of a padded image."""

    CENTER = "center"
    NORTH = "north"
    NORTHEAST = "northeast"
    EAST = "east"
    SOUTHEAST = "southeast"
    SOUTH = "south"
    SOUTHWEST = "southwest"
    WEST = "west"
    NORTHWEST = "northwest"
    # These depend on the metadata or the content of the image.
    FOCAL = "focal"
    ATTENTION = "attention"


@dataclass(frozen=True)
class Colour:
    """An sRGB colour with alpha, 0 to 255 each."""

    red: int
    green: int
    blue: int
    alpha: int = 255


@dataclass(frozen=True)
class Variant:
    """One named output per source.

    Attributes:
        name: the name of the variant.
        prefix: the variant applies to sources whose key has this prefix after the uploads prefix;
            "" for all.
        width: the width of the box in pixels; None to derive it from the height.
        height: the height of the box in pixels; None to derive it from the width.
        fit: how the image is fitted to the box.
        gravity: which part a crop keeps, and the position of a padded image.
        enlarge: whether an image smaller than the box may be enlarged.
        background: the color behind transparent pixels in JPEG, and of padding; None for white in
            JPEG, and for transparency in other formats.
        format: the format of the rendition: the name of an output format, or SAME.
        quality: the quality, 1 to 95, for formats that have one; None for the format's default.
        max_bytes: the maximum size: the rendition has the highest quality, up to `quality`, that
            fits; None for no limit.
        progressive: whether a JPEG is progressive.
        animation: whether renditions of animated images are animated, if the format allows it.
        copyright: whether the Exif tags Artist and Copyright are kept.
        cache_control: the Cache-Control header of the rendition; None for no header.
        key: the key template of the rendition.
    """

    name: str
    prefix: str
    width: int | None
    height: int | None
    fit: Fit
    gravity: Gravity
    enlarge: bool
    background: Colour | None
    format: str
    quality: int | None
    max_bytes: int | None
    progressive: bool
    animation: Animation
    copyright: bool
    cache_control: str | None
    key: Template


@dataclass(frozen=True)
class Watermark:
    """The watermark of renditions.

    Attributes:
        image: the key of an image in the bucket; None for a text.
        text: the text, in white with a dark edge; None for an image.
        variants: the names of the variants with the watermark; None for all.
        gravity: its position.
        margin: its distance from the edges of the rendition, as a share of the shorter side.
        scale: its width, as a share of the width of the rendition.
        opacity: its opacity, 0 (invisible) to 1.
    """

    image: str | None
    text: str | None
    variants: tuple[str, ...] | None
    gravity: Gravity
    margin: float
    scale: float
    opacity: float

    def is_for(self, variant: Variant) -> bool:
        """Whether a variant has the watermark."""
        return self.variants is None or variant.name in self.variants


@dataclass(frozen=True)
class Limits:
    """The limits for sources.

    Attributes:
        max_bytes: the maximum size in bytes.
        max_pixels: the maximum number of pixels; of all frames, if a rendition is animated.
        max_frames: the maximum number of frames, if a rendition is animated.
    """

    max_bytes: int
    max_pixels: int
    max_frames: int


@dataclass(frozen=True)
class Recipe:
    """The variants and the watermark of a deployment, its limits, and its input formats by name."""

    variants: tuple[Variant, ...]
    limits: Limits
    inputs: tuple[str, ...]
    watermark: Watermark | None

    @cached_property
    def id(self) -> str:
        """The recipe's hash, 16 hexadecimal digits; equal for recipes with the same meaning."""
        return _hash(asdict(self))

    @cached_property
    def variant_ids(self) -> dict[str, str]:
        """For each variant, by name, the hash of everything that its renditions depend on.

        That is its definition, and the watermark if it has one. Its name, key and prefix determine
        the keys of renditions and the sources that have one; limits and inputs determine which
        sources are accepted. None of these changes the content of a rendition.
        """
        return {variant.name: self._variant_id(variant) for variant in self.variants}

    def _variant_id(self, variant: Variant) -> str:
        made = asdict(variant)
        for name in _NOT_RENDERED:
            del made[name]
        mark = asdict(self.watermark) if self.watermark and self.watermark.is_for(variant) else {}
        mark.pop("variants", None)
        return _hash([made, mark])

    def variants_for(self, key: str, uploads_prefix: str) -> tuple[Variant, ...]:
        """The variants that apply to a source key."""
        return tuple(v for v in self.variants if key.startswith(uploads_prefix + v.prefix))


# Members of a variant that do not change its renditions.
_NOT_RENDERED = ("name", "prefix", "key")


def _hash(meaning: object) -> str:
    text = json.dumps([RENDERER_VERSION, meaning], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
