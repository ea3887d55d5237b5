"""What a crop by attention keeps, on pictures whose subject is known."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from thumbnailer.config.recipe import Fit
from thumbnailer.imaging import render
from thumbnailer.imaging.attention import attention
from thumbnailer.imaging.geometry import Box, Size, place
from tools.samples.pictures import encoded
from tools.samples.recipes import made
from tools.samples.subjects import kite, leaf, logo, rocket

SQUARE, PORTRAIT, BANNER = (100, 100), (100, 150), (300, 100)


def crop(image: Image.Image, shape: tuple[int, int]) -> Box:
    """The part of the picture that attention keeps, in its pixels."""
    size = Size(*image.size)
    part = place(size, *shape, Fit.COVER).part
    pull = attention(image, part.width / size.width, part.height / size.height)
    return place(size, *shape, Fit.COVER, pull=pull).part


def holds(part: Box, subject: Box) -> bool:
    return (
        part.left <= subject.left
        and part.top <= subject.top
        and part.right >= subject.right
        and part.bottom >= subject.bottom
    )


@pytest.mark.parametrize(
    ("make", "shape"),
    [
        (lambda: kite(1150, 90), SQUARE),
        (lambda: kite(1150, 90), PORTRAIT),
        (lambda: kite(1150, 90), BANNER),
        (lambda: kite(60, 400), SQUARE),
        (lambda: kite(700, 720), BANNER),
        (rocket, SQUARE),
        (lambda: logo(30), SQUARE),
        (lambda: logo(330), SQUARE),
        (lambda: logo(630), SQUARE),
        (leaf, SQUARE),
        (leaf, PORTRAIT),
    ],
)
def test_what_fits_into_the_crop_is_not_cut(
    make: Callable[[], tuple[Image.Image, Box]], shape: tuple[int, int]
) -> None:
    image, subject = make()
    assert holds(crop(image, shape), subject)


@pytest.mark.parametrize("shape", [SQUARE, PORTRAIT, BANNER])
@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (120, 160, 200)])
def test_where_nothing_stands_out_the_centre_stays(
    shape: tuple[int, int], colour: tuple[int, int, int]
) -> None:
    image = Image.new("RGB", (600, 400), colour)
    assert crop(image, shape) == place(Size(600, 400), *shape, Fit.COVER).part


def spot(x: int, y: int, side: int = 60) -> Image.Image:
    """A quiet grey picture, 600 x 400, with one loud spot."""
    image = Image.new("RGB", (600, 400), (120, 122, 124))
    image.paste((230, 120, 60), (x, y, x + side, y + side))
    return image


@pytest.mark.parametrize("x", [20, 270, 520])
@pytest.mark.parametrize("y", [20, 170, 320])
@pytest.mark.parametrize("shape", [SQUARE, PORTRAIT, BANNER])
def test_what_stands_out_is_found_anywhere(x: int, y: int, shape: tuple[int, int]) -> None:
    assert holds(crop(spot(x, y), shape), Box(x, y, x + 60, y + 60))


def test_a_rendition_shows_it() -> None:
    variant = {"width": 100, "height": 200, "fit": "cover", "gravity": "attention"}
    picture = render(encoded(spot(520, 170)), made({"variants": {"v": variant}}))
    reds = Image.open(BytesIO(picture.renditions[0].data)).convert("RGB").getchannel("R")
    assert max(reds.tobytes()) > 200


@given(
    st.sampled_from(["L", "RGB"]),
    st.tuples(st.integers(1, 90), st.integers(1, 90)),
    st.floats(0.001, 1),
    st.binary(min_size=12, max_size=12),
)
def test_a_pull_is_a_pull_whatever_the_picture(
    mode: str, size: tuple[int, int], kept: float, pixels: bytes
) -> None:
    small = Image.frombytes(mode, (2, 2), pixels[: 4 * len(mode)])
    image = small.resize(size, Image.Resampling.BILINEAR)
    for width, height in ((kept, 1), (1, kept)):
        pull = attention(image, width, height)
        assert 0 <= pull.x <= 1
        assert 0 <= pull.y <= 1
