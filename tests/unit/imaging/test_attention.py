"""What a crop by attention keeps, on pictures whose subject is known."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.support.pictures import encoded
from tests.support.recipes import made
from thumbnailer.imaging import render
from thumbnailer.imaging.attention import attention
from thumbnailer.imaging.geometry import Box, Size, place
from thumbnailer.recipe import Fit

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


def kite(x: int, y: int) -> tuple[Image.Image, Box]:
    """A kite on a blue sky, with clouds at the other side and a paler sky around it."""
    sky = Image.linear_gradient("L").rotate(90 if x > 600 else -90).resize((1200, 800))
    image = Image.composite(
        Image.new("RGB", sky.size, (120, 160, 210)), Image.new("RGB", sky.size, (10, 60, 190)), sky
    )
    draw = ImageDraw.Draw(image)
    for left, top in ((1050 - x, 60), (1100 - x, 600), (1140 - x, 650)):
        draw.ellipse((left - 120, top - 70, left + 120, top + 70), (226, 230, 240))
    image = image.filter(ImageFilter.GaussianBlur(18))
    draw = ImageDraw.Draw(image)
    draw.polygon([(x, y - 50), (x + 34, y), (x, y + 50), (x - 34, y)], (226, 60, 40))
    draw.polygon([(x, y - 50), (x + 34, y), (x, y)], (250, 210, 60))
    return image, Box(x - 34, y - 50, x + 34, y + 50)


def rocket() -> tuple[Image.Image, Box]:
    """A pale rocket before a dark sky; its fire and the lamps below are brighter than its top."""
    image = Image.new("RGB", (800, 1200), (24, 34, 58))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 1080, 800, 1200), (40, 34, 30))
    for x in range(60, 800, 110):
        draw.ellipse((x, 1090, x + 26, 1116), (255, 220, 150))
    draw.polygon([(400, 150), (436, 260), (436, 760), (364, 760), (364, 260)], (214, 208, 204))
    draw.polygon([(364, 760), (436, 760), (400, 900)], (255, 150, 40))
    return image, Box(364, 150, 436, 760)


def logo(left: int) -> tuple[Image.Image, Box]:
    """A sign and a word of two colours on plain grey."""
    image = Image.new("RGB", (1200, 600), (150, 150, 150))
    draw = ImageDraw.Draw(image)
    draw.ellipse((left, 220, left + 160, 380), (210, 50, 40))
    draw.text((left + 190, 300), "kites", (40, 60, 140), ImageFont.load_default(150), anchor="lm")
    return image, Box(left, 220, left + 500, 380)


def leaf() -> tuple[Image.Image, Box]:
    """A red leaf, long and with a fine tip, before leaves of dark green."""
    image = Image.effect_noise((1200, 800), 60).convert("RGB")
    image = Image.blend(image, Image.new("RGB", image.size, (10, 60, 16)), 0.75)
    draw = ImageDraw.Draw(image)
    draw.polygon([(660, 420), (760, 350), (1080, 400), (760, 480)], (214, 70, 30))
    return image, Box(660, 350, 1080, 480)


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
