"""PNGs of every kind, with the pixels that the standard defines, worked out sample by sample."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from random import Random
from typing import NamedTuple

from hypothesis import strategies as st

from tests.property.imaging.pngs import NOISE
from tests.support.containers import (
    GREY,
    GREY_ALPHA,
    PALETTE,
    RGB,
    RGB_ALPHA,
    chunk,
    png_of_samples,
)

CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGB_ALPHA: 4}
# https://www.w3.org/TR/png-3/#table111
KINDS = [
    *((GREY, depth) for depth in (1, 2, 4, 8, 16)),
    *((PALETTE, depth) for depth in (1, 2, 4, 8)),
    *((colour, depth) for colour in (RGB, GREY_ALPHA, RGB_ALPHA) for depth in (8, 16)),
]
Pixel = tuple[int, int, int, int]


class Drawn(NamedTuple):
    """A PNG, and its pixels in RGBA of 8 bits."""

    data: bytes
    size: tuple[int, int]
    pixels: list[Pixel]


@st.composite
def pngs(draw: st.DrawFn, colour: int, depth: int) -> Drawn:
    """A PNG of few different values, so that a clear one and those near it often occur."""
    width, height = draw(st.integers(1, 20)), draw(st.integers(1, 12))
    noise, channels = draw(NOISE), CHANNELS[colour]
    palette = [
        (noise.randrange(256), noise.randrange(256), noise.randrange(256))
        for _ in range(draw(st.integers(1, min(256, 2**depth))))
    ]
    values = _values(noise, len(palette) if colour == PALETTE else 2**depth)
    samples = [noise.choice(values) for _ in range(width * height * channels)]
    extra, clear = [], None
    if colour == PALETTE:
        extra.append(chunk(b"PLTE", b"".join(map(bytes, palette))))
    if colour in (GREY, RGB) and draw(st.booleans()):
        at = noise.randrange(width * height) * channels
        clear = samples[at : at + channels]
        # What the standard has a decoder ignore: the bits above those of a sample.
        above = noise.getrandbits(16) << depth & 0xFFFF if draw(st.booleans()) else 0
        packed = struct.pack(f">{channels}H", *(value | above for value in clear))
        extra.append(chunk(b"tRNS", packed))
    alphas = b"\xff" * 256
    if colour == PALETTE and draw(st.booleans()):
        alphas = _alphas(noise, draw(st.booleans()), len(palette))
        extra.append(chunk(b"tRNS", alphas))
        alphas += b"\xff" * 256
    data = png_of_samples(
        (width, height), depth, colour, samples, extra, interlaced=draw(st.booleans())
    )
    pixels = []
    for at in range(0, len(samples), channels):
        values = samples[at : at + channels]
        if colour == PALETTE:
            pixels.append((*palette[values[0]], alphas[values[0]]))
        else:
            pixels.append(_pixel(values, depth, values == clear))
    return Drawn(data, (width, height), pixels)


def _values(noise: Random, end: int) -> list[int]:
    """Some values, and those that differ from one of them in the lowest or the highest bit."""
    first = noise.randrange(end)
    near = [first ^ 1, first ^ (end // 2), noise.randrange(end), end - 1]
    return [first, *(value for value in near if value < end)]


def _alphas(noise: Random, one: bool, colours: int) -> bytes:
    """One clear entry, as most files have it, or any alphas."""
    if one:
        return b"\xff" * noise.randrange(colours) + b"\0"
    return noise.randbytes(noise.randint(1, colours))


def _pixel(samples: list[int], depth: int, is_clear: bool) -> Pixel:
    """In 8 bits a channel; of 16 the upper ones are what libvips and Pillow take."""
    narrow = [
        value >> depth - 8 if depth >= 8 else value * 255 // (2**depth - 1) for value in samples
    ]
    *colour, alpha = narrow if len(narrow) in (2, 4) else [*narrow, 0 if is_clear else 255]
    red, green, blue = colour * 3 if len(colour) == 1 else colour
    return red, green, blue, alpha


def visible(pixels: Iterable[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Pixels in RGBA, where those that are clear have no colour."""
    return [pixel if pixel[3] else (0, 0, 0, 0) for pixel in pixels]
