"""Sizes and places, in pixels of the upright picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from thumbnailer.config.recipe import Fit


class Size(NamedTuple):
    """Width and height in pixels, both at least 1."""

    width: int
    height: int

    @property
    def pixels(self) -> int:
        """How many pixels an image of this size has."""
        return self.width * self.height

    @property
    def turned(self) -> Size:
        """The size after a quarter turn."""
        return Size(self.height, self.width)


class Reduction(NamedTuple):
    """How many pixels of a picture are one of its smaller copy, across and down, at least 1."""

    across: int
    down: int

    def of(self, size: Size) -> Size:
        """The size of the copy; of a block that is cut off, a pixel is left too."""
        return Size(-(-size.width // self.across), -(-size.height // self.down))


UNREDUCED = Reduction(1, 1)


class Point(NamedTuple):
    """A place in a picture as shares of its width and height, from the top left, 0 to 1 each."""

    x: float
    y: float


class Box(NamedTuple):
    """A part of a picture, in its pixels, which need not be whole."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """In pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """In pixels."""
        return self.bottom - self.top

    def covers(self, size: Size) -> bool:
        """Whether this is the whole of a picture of some size."""
        return self == (0, 0, *size)


@dataclass(frozen=True)
class Placement:
    """How a picture becomes a rendition.

    Attributes:
        part: what is taken of the picture.
        size: what the part is scaled to.
        canvas: the size of the rendition; larger than `size` where it is padded.
        offset: where on the canvas the scaled part lies.
    """

    part: Box
    size: Size
    canvas: Size
    offset: tuple[int, int] = (0, 0)


CENTRE = Point(0.5, 0.5)


def place(
    source: Size,
    width: int | None,
    height: int | None,
    fit: Fit,
    *,
    pull: Point = CENTRE,
    enlarge: bool = False,
) -> Placement:
    """Place a picture into a box.

    Args:
        source: the size of the picture.
        width: of the box; None lets the height decide, and the fit then says nothing.
        height: of the box; None lets the width decide. Not both are None.
        fit: how the picture gets into the box.
        pull: to which side a crop keeps, and a padded picture lies.
        enlarge: whether a picture smaller than the box is enlarged. If it is not, `cover` keeps
            the box's aspect ratio, and `contain` the box's size.
    """
    whole = Box(0, 0, *source)
    if width is None or height is None:
        size = _inside(source, Size(width or 10**9, height or 10**9), enlarge)
        return Placement(whole, size, size)
    box = Size(width, height)
    if fit is Fit.COVER:
        return _cover(source, box, pull, enlarge)
    if fit is Fit.FILL:
        size = box if enlarge else Size(min(width, source.width), min(height, source.height))
        return Placement(whole, size, size)
    size = _inside(source, box, enlarge)
    if fit is Fit.INSIDE:
        return Placement(whole, size, size)
    offset = (
        round((width - size.width) * pull.x),
        round((height - size.height) * pull.y),
    )
    return Placement(whole, size, box, offset)


def _inside(source: Size, box: Size, enlarge: bool) -> Size:
    """The largest size of the source's aspect ratio that fits the box.

    The side that does not decide is rounded half up, as sharp does, and is at least 1 pixel.
    """
    if not enlarge and source.width <= box.width and source.height <= box.height:
        return source
    if source.width * box.height >= source.height * box.width:
        return Size(box.width, _scaled(source.height, box.width, source.width))
    return Size(_scaled(source.width, box.height, source.height), box.height)


def _cover(source: Size, box: Size, pull: Point, enlarge: bool) -> Placement:
    size = box if enlarge else _inside(box, source, enlarge=False)
    # The largest part of the source that has the aspect ratio of the result.
    scale = min(source.width / size.width, source.height / size.height)
    width, height = min(source.width, size.width * scale), min(source.height, size.height * scale)
    left, top = (source.width - width) * pull.x, (source.height - height) * pull.y
    return Placement(Box(left, top, left + width, top + height), size, size)


def towards(source: Size, part: Box, eye: Point) -> Point:
    """The pull that brings a place as near to the middle of a crop as the edges allow.

    Args:
        source: the size of the picture.
        part: what stays of it; only its size counts.
        eye: the place, as shares of the picture's sides.
    """
    return Point(
        _towards(source.width, part.width, eye.x), _towards(source.height, part.height, eye.y)
    )


def _towards(whole: float, kept: float, share: float) -> float:
    if kept >= whole:
        return 0.5
    return min(1.0, max(0.0, (share * whole - kept / 2) / (whole - kept)))


def _scaled(side: int, numerator: int, denominator: int) -> int:
    return max(1, (2 * side * numerator + denominator) // (2 * denominator))
