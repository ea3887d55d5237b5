from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from thumbnailer.config.recipe import Fit
from thumbnailer.imaging.geometry import Size, place

SIZES = st.builds(Size, st.integers(1, 70_000), st.integers(1, 70_000))


def fit_inside(source: Size, box: Size) -> Size:
    return place(source, *box, Fit.INSIDE).size


@given(SIZES, SIZES)
def test_inside_is_the_largest_that_fits(source: Size, box: Size) -> None:
    size = fit_inside(source, box)
    assert 1 <= size.width <= min(box.width, source.width)
    assert 1 <= size.height <= min(box.height, source.height)
    # One side decides the scale exactly; the other is at most half a pixel off, or 1.
    scale = min(Fraction(box.width, source.width), Fraction(box.height, source.height), Fraction(1))
    for side, original in zip(size, source, strict=True):
        assert side == max(1, side)
        assert abs(side - original * scale) <= Fraction(1, 2) or side == 1


@given(SIZES, SIZES)
def test_turning_source_and_box_turns_the_result(source: Size, box: Size) -> None:
    assert fit_inside(source.turned, box.turned) == fit_inside(source, box).turned
