"""PNGs of random size, kind, filters and chunks."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from hypothesis import strategies as st

from tests.support.containers import GREY, GREY_ALPHA, RGB, RGB_ALPHA, png_filtered

CHANNELS = {GREY: 1, GREY_ALPHA: 2, RGB: 3, RGB_ALPHA: 4}
FILTERS = 5
# Any bytes are pixels to any filter: a seed is drawn, and not each of them.
NOISE = st.integers(0, 2**32).map(Random)


class Png(NamedTuple):
    """A PNG, and what it is made of."""

    data: bytes
    width: int
    height: int
    channels: int
    filtered: bytes


@st.composite
def pngs(draw: st.DrawFn, side: int = 70) -> Png:
    """A PNG of 8 bits a channel, whose alpha, if it has any, may hide nothing."""
    colour = draw(st.sampled_from(sorted(CHANNELS)))
    width, height = draw(st.integers(1, side)), draw(st.integers(1, side))
    channels, noise = CHANNELS[colour], draw(NOISE)
    opaque = draw(st.booleans()) and channels in (2, 4)
    rows = []
    for _ in range(height):
        kind = 0 if opaque else noise.randrange(FILTERS)
        row = bytearray(noise.randbytes(width * channels))
        if opaque:
            row[channels - 1 :: channels] = b"\xff" * width
        rows.append(bytes([kind]) + row)
    filtered = b"".join(rows)
    data = png_filtered(
        (width, height),
        colour,
        filtered,
        draw(st.sampled_from([1, 7, 1000, 2**16])),
        draw(st.sampled_from([0, 1, 6, 9])),
    )
    return Png(data, width, height, channels, filtered)
