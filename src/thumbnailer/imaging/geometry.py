"""Sizes and orientations, in whole pixels."""

from __future__ import annotations

from typing import NamedTuple


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


def fit_inside(source: Size, box: Size) -> Size:
    """The largest size of the source's aspect ratio that fits the box, never above the source.

    The side that does not decide is rounded half up, as sharp does, and is at least 1 pixel.
    """
    if source.width <= box.width and source.height <= box.height:
        return source
    if source.width * box.height >= source.height * box.width:
        return Size(box.width, _scaled(source.height, box.width, source.width))
    return Size(_scaled(source.width, box.height, source.height), box.height)


def _scaled(side: int, numerator: int, denominator: int) -> int:
    return max(1, (2 * side * numerator + denominator) // (2 * denominator))
