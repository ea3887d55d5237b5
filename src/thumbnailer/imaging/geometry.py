"""Sizes and positions, in pixels of the upright image."""

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
        """The number of pixels of an image of this size."""
        return self.width * self.height

    @property
    def turned(self) -> Size:
        """The size after a quarter turn."""
        return Size(self.height, self.width)


class Reduction(NamedTuple):
    """The number of pixels, horizontally and vertically, averaged to one pixel; at least 1 each."""

    across: int
    down: int

    def of(self, size: Size) -> Size:
        """The size after the reduction; incomplete blocks at the edges become a pixel, too."""
        return Size(-(-size.width // self.across), -(-size.height // self.down))


UNREDUCED = Reduction(1, 1)


class Point(NamedTuple):
    """A position in an image, in shares of its width and height from the top left, 0 to 1 each."""

    x: float
    y: float


class Box(NamedTuple):
    """A part of an image, in pixels; they may be fractions."""

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
        """Whether this is the whole of an image of this size."""
        return self == (0, 0, *size)


@dataclass(frozen=True)
class Placement:
    """How an image becomes a rendition.

    Attributes:
        part: the part of the image to use.
        size: the size to which the part is scaled.
        canvas: the size of the rendition; larger than `size` if it is padded.
        offset: the position of the scaled part on the canvas.
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
    """Fit an image to a box.

    Args:
        source: the size of the image.
        width: the width of the box; None to derive it from the height, which ignores the fit.
        height: the height of the box; None to derive it from the width. Not both are None.
        fit: how the image is fitted to the box.
        pull: the position of a crop, or of a padded image.
        enlarge: whether an image smaller than the box is enlarged. If not, `cover` keeps the aspect
            ratio of the box, and `contain` its size.
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

    The other side is rounded half up, as in sharp, and is at least 1 pixel.
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
    """The pull with which a position is as near to the middle of a crop as the edges allow.

    Args:
        source: the size of the image.
        part: the part that the crop keeps; only its size is used.
        eye: the position, in shares of the image's sides.
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
