"""Images and texts laid on renditions, seen in the pixels."""

from __future__ import annotations

import re
from typing import Any

import pytest
from PIL import Image, ImageChops

from tests.unit.imaging.one_variant import assert_pixel, pixel, rendered, see_through
from thumbnailer.config.recipe_json import LETTERS
from thumbnailer.imaging import render
from thumbnailer.imaging.watermark import LEAST_CAPITALS, StampError, _font
from tools.samples.pictures import (
    encoded,
    opened,
    png,
)
from tools.samples.recipes import made

GREEN_STAMP = encoded(Image.new("RGBA", (40, 20), (0, 255, 0, 255)))


@pytest.mark.parametrize(
    ("gravity", "at"),
    [("northwest", (16, 11)), ("center", (50, 50)), ("southeast", (84, 88)), ("south", (50, 88))],
)
def test_watermark_lies_where_it_should(gravity: str, at: tuple[int, int]) -> None:
    data = encoded(Image.new("RGB", (100, 100), (200, 0, 0)))
    mark = {"image": "assets/a.png", "gravity": gravity, "scale": 0.2, "margin": 0.06, "opacity": 1}
    image = opened(rendered(data, stamp=GREEN_STAMP, watermark=mark, width=100).data)
    green = [
        (x, y) for x in range(100) for y in range(100) if pixel(image, x, y)[:3] == (0, 255, 0)
    ]
    assert len(green) == 20 * 10
    centre = (sum(x for x, _ in green) / len(green), sum(y for _, y in green) / len(green))
    assert centre == pytest.approx(at, abs=1)


def test_watermark_is_as_strong_as_it_should() -> None:
    data = encoded(Image.new("RGB", (100, 100), (200, 0, 0)))
    mark = {"image": "a.png", "gravity": "center", "scale": 0.5, "opacity": 0.25}
    image = opened(rendered(data, stamp=GREEN_STAMP, watermark=mark, width=100).data)
    assert_pixel(image, 50, 50, (150, 64, 0))


def test_watermark_keeps_transparency() -> None:
    mark = {"image": "a.png", "gravity": "west", "scale": 0.2, "margin": 0, "opacity": 1}
    image = opened(rendered(see_through(), stamp=GREEN_STAMP, watermark=mark, width=80).data)
    assert pixel(image, 70, 70)[3] == 0
    assert_pixel(image, 6, 40, (0, 255, 0, 255))


def test_watermark_larger_than_the_rendition_is_shrunk_into_it() -> None:
    tall = encoded(Image.new("RGBA", (10, 400), (0, 255, 0, 255)))
    mark = {"image": "a.png", "scale": 1, "margin": 0.1, "opacity": 1}
    image = opened(rendered(png(100, 50), stamp=tall, watermark=mark, width=100).data)
    assert pixel(image, 50, 1)[:3] != (0, 255, 0)


def test_text_is_to_be_seen_on_any_ground() -> None:
    for ground in (0, 255):
        data = encoded(Image.new("RGB", (200, 100), (ground,) * 3))
        mark = {"text": "(c) blog", "scale": 0.5, "opacity": 1, "gravity": "center"}
        image = opened(rendered(data, watermark=mark, width=200).data).convert("L")
        darkest, lightest = image.getextrema()
        assert isinstance(darkest, int | float)
        assert isinstance(lightest, int | float)
        assert lightest - darkest > 150


def test_the_font_has_every_letter_that_a_text_may_hold() -> None:
    font = _font(40)
    missing = bytes(font.getmask("\u6f22"))
    letters = [chr(code) for code in range(0x3000) if re.fullmatch(f"[{LETTERS}]", chr(code))]
    assert len(letters) > 500
    blank = {letter for letter in letters if bytes(font.getmask(letter)) == missing}
    assert not blank - {" "}


def test_letters_of_the_end_of_each_range_differ() -> None:
    # A font that draws one box for whatever it lacks would draw these alike.
    shapes = {bytes(_font(40).getmask(letter)) for letter in "éßŁłžțωЯґẠỹ€№™−…"}
    assert len(shapes) == 16


def white_rows(image: Image.Image) -> list[int]:
    """The rows of a dark image that have a bright pixel."""
    grey = image.convert("L")
    return [
        y for y in range(grey.height) if max(grey.crop((0, y, grey.width, y + 1)).tobytes()) > 140
    ]


@pytest.mark.parametrize("side", [60, 100, 150, 400, 900])
@pytest.mark.parametrize("scale", [0, 0.01, 0.25, 1])
def test_a_text_is_never_smaller_than_can_be_read(side: int, scale: float) -> None:
    data = encoded(Image.new("RGB", (1000, 1000), (60, 60, 60)))
    mark = {"text": "HÉH", "scale": scale, "opacity": 1}
    rows = white_rows(opened(rendered(data, watermark=mark, width=side).data))
    # É is a capital with an accent above.
    assert rows[-1] - rows[0] + 1 >= LEAST_CAPITALS + 2


@pytest.mark.parametrize(
    ("width", "height", "text"), [(60, 60, "© a long notice"), (400, 9, "©"), (8, 400, "©")]
)
def test_a_text_that_has_no_room_is_left_out(width: int, height: int, text: str) -> None:
    data = png(width, height)
    marked = rendered(data, watermark={"text": text, "opacity": 1}, width=width, format="png")
    assert marked.data == rendered(data, width=width, format="png").data


@pytest.mark.parametrize("mark", [{"text": "©"}, {"image": "a.png"}])
@pytest.mark.parametrize("gravity", ["north", "center", "south"])
@pytest.mark.parametrize("place", ["northwest", "center", "southeast"])
def test_a_watermark_lies_on_the_picture_and_not_on_its_padding(
    mark: dict[str, str], gravity: str, place: str
) -> None:
    data = encoded(Image.new("RGB", (400, 100), (200, 0, 0)))
    box: dict[str, Any] = {"width": 200, "height": 200, "fit": "contain", "format": "png"}
    options = box | {"gravity": gravity, "background": "#0000ff"}
    plain = opened(rendered(data, **options).data).convert("RGB")
    watermark = mark | {"gravity": place, "opacity": 1, "margin": 0.1}
    stamp = GREEN_STAMP if "image" in mark else None
    image = opened(rendered(data, stamp=stamp, watermark=watermark, **options).data).convert("RGB")
    changed = ImageChops.difference(plain, image).getbbox()
    assert changed
    top = {"north": 0, "center": 75, "south": 150}[gravity]
    # A tenth of the picture's 50 pixels stays free.
    assert top + 5 <= changed[1] < changed[3] <= top + 45
    assert 5 <= changed[0] < changed[2] <= 195


def test_watermark_on_named_variants_only() -> None:
    recipe = made(
        {
            "variants": {"a": {"width": 50}, "b": {"width": 50}},
            "watermark": {"text": "x", "variants": ["b"], "opacity": 1},
        }
    )
    a, b = render(png(100, 100), recipe).renditions
    plain = rendered(png(100, 100), width=50).data
    by_name = {r.variant.name: r.data for r in (a, b)}
    assert by_name["a"] == plain
    assert by_name["b"] != plain


@pytest.mark.parametrize("stamp", [b"", b"no image", None])
def test_a_stamp_that_is_no_image_is_not_the_pictures_fault(stamp: bytes | None) -> None:
    with pytest.raises(StampError, match="not a PNG, JPEG or WebP"):
        rendered(png(), stamp=stamp, watermark={"image": "a.png"}, width=10)
