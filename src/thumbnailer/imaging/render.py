"""From the bytes of one source to its renditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from thumbnailer.imaging.decode import Source
from thumbnailer.imaging.encode import encode
from thumbnailer.imaging.geometry import Size, fit_inside
from thumbnailer.imaging.pixels import is_sideways, scalable, to_srgb, upright

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thumbnailer.recipe import Variant

# A rendition is scaled from a larger one only if that has twice its size or more, else from the
# decoded picture: two filters at nearly one size would blur.
_CASCADE = 2


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


def render(data: bytes, variants: Sequence[Variant], max_pixels: int) -> Picture:
    """Render the variants of a picture, decoding it once; each keeps the source's format.

    Args:
        data: the file.
        variants: at least one.
        max_pixels: a picture of more is rejected before it is decoded.

    Raises:
        Rejected: when the file is no picture this can render; permanent.
    """
    source = Source(data, max_pixels)
    sideways = is_sideways(source.orientation)
    seen = source.size.turned if sideways else source.size

    def stored_size(variant: Variant) -> Size:
        size = fit_inside(seen, Size(variant.width, variant.height))
        return size.turned if sideways else size

    largest_first = sorted(variants, key=lambda variant: stored_size(variant).pixels, reverse=True)
    decoded = source.decode(stored_size(largest_first[0]))
    profile = decoded.info.get("icc_profile")
    scaled = [scalable(decoded)]
    renditions = []
    for variant in largest_first:
        image = _scale(scaled, stored_size(variant))
        scaled.append(image)
        finished = to_srgb(upright(image, source.orientation), profile)
        renditions.append(
            Rendition(
                variant=variant,
                data=encode(finished, source.format, variant.quality),
                width=finished.width,
                height=finished.height,
                content_type=source.format.content_type,
            )
        )
    return Picture(seen.width, seen.height, tuple(renditions))


def _scale(candidates: Sequence[Image.Image], size: Size) -> Image.Image:
    """Scale the smallest candidate that is large enough; the first is the decoded picture."""
    base = candidates[0]
    for candidate in candidates[1:]:
        if candidate.width >= size.width * _CASCADE and candidate.height >= size.height * _CASCADE:
            base = candidate
    return base.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
