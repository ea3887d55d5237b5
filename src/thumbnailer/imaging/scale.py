"""Scaling, each rendition from the smallest picture that is large enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from thumbnailer.imaging.geometry import Box, Reduction, Size
from thumbnailer.imaging.orientation import stored_box, turned, upright
from thumbnailer.imaging.resample import resize

if TYPE_CHECKING:
    from PIL import Image

# A rendition is scaled from another one only if that is larger by half or more, else from the
# decoded picture: two filters at nearly one size would blur.
_CASCADE = 1.5
# What `small` gives at most, in pixels of a side.
_SMALL = 128


class _Whole(NamedTuple):
    """The whole picture, smaller: how many pixels of it are one here, across and down."""

    image: Image.Image
    across: float
    down: float


class Scaler:
    """A decoded picture, and what has been scaled from it so far.

    The pixels stay as they are stored until they are small: turning them is cheap then.
    """

    def __init__(self, decoded: Image.Image, orientation: int, reduction: Reduction) -> None:
        """Begin with a picture of a scalable mode, its Exif orientation, and how it was reduced."""
        self._wholes = [_Whole(decoded, *reduction)]
        self._orientation = orientation

    def scaled(self, part: Box, of: Size, size: Size) -> Image.Image:
        """Scale a part of the picture.

        Args:
            part: what is wanted, in pixels of the upright picture at its full size.
            of: that full size.
            size: what the part becomes, upright.
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
        """The whole picture, upright, coarse and without alpha: to be judged, not shown."""
        base = self._wholes[-1].image
        factor = max(1, min(base.size) // _SMALL)
        return upright(base.reduce(factor), self._orientation).convert("RGB")

    def _base(self, width: float, height: float) -> _Whole:
        """The smallest whole picture from which one of this size can be scaled."""
        base = self._wholes[0]
        for whole in self._wholes[1:]:
            image = whole.image
            enough = image.width >= width * _CASCADE and image.height >= height * _CASCADE
            if enough and image.width < base.image.width:
                base = whole
        return base


def reduction_to(wanted: Size, stored: Size) -> Reduction:
    """The blocks to average already while decoding, for the filter to do the rest."""
    across, down = stored.width / wanted.width, stored.height / wanted.height
    gap = _gap(min(across, down))
    return Reduction(max(1, int(across / gap)), max(1, int(down / gap)))


def _gap(factor: float) -> float:
    """How much of a reduction by some factor is left to the filter, the rest being whole blocks.

    Measured (docs/development/measurements.md): a little less than 2 lets the block pass take half
    of a reduction by 4; large reductions are cheap enough to leave the filter more.
    """
    return 1.9 if factor < 6 else 2.5  # noqa: PLR2004 - as measured
