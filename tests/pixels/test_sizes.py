from __future__ import annotations

from fractions import Fraction

import pyvips
from hypothesis import example, given
from hypothesis import strategies as st

from tests.pixels import reference
from thumbnailer.config.recipe import Fit
from thumbnailer.imaging.geometry import Size, place

_SIDES = st.one_of(st.integers(1, 300), st.integers(1, 20_000))


@given(_SIDES, _SIDES, st.integers(1, 2000), st.integers(1, 2000))
@example(280, 259, 180, 167)
def test_sizes_are_those_of_libvips(width: int, height: int, box_w: int, box_h: int) -> None:
    ours = place(Size(width, height), box_w, box_h, Fit.INSIDE).size
    theirs = reference.size(pyvips.Image.black(width, height), box_w, box_h)
    scale = min(Fraction(box_w, width), Fraction(box_h, height), Fraction(1))
    for our_side, their_side, exact in zip(
        ours, theirs, (width * scale, height * scale), strict=True
    ):
        # An exact half is rounded up here; with libvips its floating point decides.
        half = exact.denominator == 2
        assert our_side == their_side or (half and our_side == their_side + 1)
