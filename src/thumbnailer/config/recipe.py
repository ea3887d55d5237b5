"""What a deployment makes of every source: its variants and limits."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thumbnailer.config.keys import Template

# Part of every id. Raise it when the same variant comes to mean other pixels, so that renditions
# made before the change are seen as stale.
RENDERER_VERSION = 2


class Fit(StrEnum):
    """How a picture gets into its box; the names and meanings of CSS object-fit and of sharp."""

    INSIDE = "inside"
    COVER = "cover"
    CONTAIN = "contain"
    FILL = "fill"


class Animation(StrEnum):
    """What becomes of a moving picture."""

    FIRST = "first"
    KEEP = "keep"


class Gravity(StrEnum):
    """Which part of a picture stays when it is cropped, and where it lies when it is padded."""

    CENTER = "center"
    NORTH = "north"
    NORTHEAST = "northeast"
    EAST = "east"
    SOUTHEAST = "southeast"
    SOUTH = "south"
    SOUTHWEST = "southwest"
    WEST = "west"
    NORTHWEST = "northwest"
    # These depend on the picture: its metadata, or what it shows.
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
        name: of the variant.
        prefix: which sources it is made of: those whose key goes on with this after the uploads
            prefix; "" for all.
        width: of the box in pixels; None lets the height decide.
        height: of the box in pixels; None lets the width decide.
        fit: how the picture gets into the box.
        gravity: which part stays, and where it lies.
        enlarge: whether a picture smaller than the box may be enlarged.
        background: what shows through transparent pixels in JPEG, and what a picture is padded
            with; None for white in JPEG, and for transparency in the others.
        format: of the rendition: the name of one that is an output, or SAME.
        quality: 1 to 95, of formats that have one; None for the format's default.
        max_bytes: the highest quality, up to `quality`, is used that keeps the rendition within
            this; None for no budget.
        progressive: whether a JPEG is.
        animation: whether a moving picture goes on moving, in formats that move.
        copyright: whether Exif's Artist and Copyright are kept.
        cache_control: the Cache-Control header of the rendition; None for none.
        key: where the rendition goes.
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
    """What is laid over renditions.

    Attributes:
        image: the key of an image in the bucket; None for a text.
        text: the text, in white with a dark edge; None for an image.
        variants: the names of the variants that get it; None for all.
        gravity: where it lies.
        margin: its distance from the picture's edges, as a share of its shorter side.
        scale: its width, as a share of the picture's.
        opacity: 0 (not to be seen) to 1.
    """

    image: str | None
    text: str | None
    variants: tuple[str, ...] | None
    gravity: Gravity
    margin: float
    scale: float
    opacity: float

    def is_for(self, variant: Variant) -> bool:
        """Whether a variant gets it."""
        return self.variants is None or variant.name in self.variants


@dataclass(frozen=True)
class Limits:
    """What a source may cost.

    Attributes:
        max_bytes: to download.
        max_pixels: to decode; those of all frames where a moving picture goes on moving.
        max_frames: of a moving picture that goes on moving.
    """

    max_bytes: int
    max_pixels: int
    max_frames: int


@dataclass(frozen=True)
class Recipe:
    """All that a deployment makes, within which limits and of which formats, by their names."""

    variants: tuple[Variant, ...]
    limits: Limits
    inputs: tuple[str, ...]
    watermark: Watermark | None

    @cached_property
    def id(self) -> str:
        """The recipe's hash: equal for recipes that mean the same, 16 hexadecimal digits."""
        return _hash(asdict(self))

    @cached_property
    def variant_ids(self) -> dict[str, str]:
        """By the name of each variant, the hash of what its renditions depend on.

        That is its definition, and the watermark if it gets one. Its name, key and prefix say where
        a rendition lies and of which sources there is one, and limits and inputs say which sources
        are accepted: none of them changes a rendition.
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
        """The variants that are made of a source key."""
        return tuple(v for v in self.variants if key.startswith(uploads_prefix + v.prefix))


# Members of a variant on which its renditions do not depend.
_NOT_RENDERED = ("name", "prefix", "key")


def _hash(meaning: object) -> str:
    text = json.dumps([RENDERER_VERSION, meaning], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
