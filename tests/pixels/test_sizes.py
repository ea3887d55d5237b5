from __future__ import annotations

import pyvips
from hypothesis import given
from hypothesis import strategies as st

from tests.pixels import reference
from thumbnailer.imaging.geometry import Size, place
from thumbnailer.recipe import Fit

_SIDES = st.one_of(st.integers(1, 300), st.integers(1, 20_000))


@given(_SIDES, _SIDES, st.integers(1, 2000), st.integers(1, 2000))
def test_sizes_are_those_of_libvips(width: int, height: int, box_w: int, box_h: int) -> None:
    ours = place(Size(width, height), box_w, box_h, Fit.INSIDE).size
    theirs = reference.size(pyvips.Image.black(width, height), box_w, box_h)
    assert ours == theirs
