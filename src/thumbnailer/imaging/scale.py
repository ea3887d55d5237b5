"""Scales each rendition from the smallest existing image that is large enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from thumbnailer.imaging.geometry import Box, Reduction, Size
from thumbnailer.imaging.orientation import stored_box, turned, upright
from thumbnailer.imaging.resample import resize

if TYPE_CHECKING:
    from PIL import Image

# A rendition is scaled from another one only if that is larger by half or more, otherwise from the
# decoded image: two filters at nearly the same size would blur.
_CASCADE = 1.5
# `small` reduces as far as the shorter side has at least this number of pixels.
_SMALL = 128


class _Whole(NamedTuple):
    """The whole image, reduced, with the horizontal and vertical factors of the reduction."""

    image: Image.Image
    across: float
    down: float


class Scaler:
    """A decoded image, and the images that have been scaled from it.

    Images are rotated after they are scaled, because that is faster.
    """

    def __init__(self, decoded: Image.Image, orientation: int, reduction: Reduction) -> None:
        """Create it from an image of a scalable mode, its Exif orientation, and its reduction."""
        self._wholes = [_Whole(decoded, *reduction)]
        self._orientation = orientation

    def scaled(self, part: Box, of: Size, size: Size) -> Image.Image:
        """Scale a part of the image.

        Args:
            part: the part, in pixels of the upright image at its full size.
            of: the full size.
            size: the size of the result, upright.
        """
        stored_size = turned(size, self._orientation)
        full = turned(of, self._orientation)
        box = stored_box(part, of, self._orientation)
        base, across, down = self._base(
            stored_size.width * full.width / box.width,
            stored_size.height * full.height / box.height,
        )
        within = Box(
            box.left / across,
            box.top / down,
            min(box.right / across, base.width),
            min(box.bottom / down, base.height),
        )
        gap = _gap(min(base.width / stored_size.width, base.height / stored_size.height))
        image = resize(base, stored_size, within, gap)
        if part.covers(of):
            smaller = _Whole(image, full.width / image.width, full.height / image.height)
            self._wholes.append(smaller)
        return upright(image, self._orientation)

    def small(self) -> Image.Image:
        """The whole image, upright, small and without alpha, for analysis only."""
        base = self._wholes[-1].image
        factor = max(1, min(base.size) // _SMALL)
        return upright(base.reduce(factor), self._orientation).convert("RGB")

    def _base(self, width: float, height: float) -> _Whole:
        """The smallest whole image from which an image of this size can be scaled."""
        base = self._wholes[0]
        for whole in self._wholes[1:]:
            image = whole.image
            enough = image.width >= width * _CASCADE and image.height >= height * _CASCADE
            if enough and image.width < base.image.width:
                base = whole
        return base


def reduction_to(wanted: Size, stored: Size) -> Reduction:
    """The blocks to average while decoding; the filter then scales to the final size."""
    across, down = stored.width / wanted.width, stored.height / wanted.height
    gap = _gap(min(across, down))
    return Reduction(max(1, int(across / gap)), max(1, int(down / gap)))


def _gap(factor: float) -> float:
    """The factor of a reduction that is left to the filter after whole blocks are averaged.

    Measured (docs/development/measurements.md): with a little less than 2, blocks are half of a
    reduction by 4; for large reductions, more can be left to the filter, since they are fast.
    """
    return 1.9 if factor < 6 else 2.5  # noqa: PLR2004 - as measured
