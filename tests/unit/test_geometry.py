from __future__ import annotations

import pytest

from thumbnailer.imaging.geometry import Box, Placement, Size, place
from thumbnailer.recipe import Fit


@pytest.mark.parametrize(
    ("source", "box", "result"),
    [
        ((4000, 3000), (150, 150), (150, 113)),  # 112.5 is rounded up, as sharp does
        ((3000, 4000), (150, 150), (113, 150)),
        ((300, 300), (150, 150), (150, 150)),
        ((100, 80), (150, 150), (100, 80)),  # never enlarged
        ((150, 150), (150, 150), (150, 150)),
        ((151, 150), (150, 150), (150, 149)),
        ((20000, 1), (150, 150), (150, 1)),  # never without a side
        ((1, 20000), (150, 150), (1, 150)),
        ((2000, 1900), (1920, 1080), (1137, 1080)),  # both sides of the box count
        ((1, 1), (1, 1), (1, 1)),
    ],
)
def test_inside(source: tuple[int, int], box: tuple[int, int], result: tuple[int, int]) -> None:
    placement = place(Size(*source), *box, Fit.INSIDE)
    size = Size(*result)
    assert placement == Placement(Box(0, 0, *source), size, size)
