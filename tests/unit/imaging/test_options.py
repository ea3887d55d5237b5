"""What a recipe can say beside the size, each seen in the pixels."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageChops

from tests.support.pictures import (
    BLUE,
    GREEN,
    RED,
    STORED,
    WHITE,
    encoded,
    jpeg,
    opened,
    png,
    quadrants,
    turned_jpeg,
)
from tests.support.recipes import made
from thumbnailer.config.recipe import Format
from thumbnailer.config.recipe_json import LETTERS
from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.imaging import CENTRE, Point, Rendition, render
from thumbnailer.imaging.essence_jpeg import thinned
from thumbnailer.imaging.watermark import LEAST_CAPITALS, StampError, _font

ALL = [form.value for form in Format]


def rendered(
    data: bytes,
    focal_point: Point = CENTRE,
    stamp: bytes | None = None,
    watermark: dict[str, object] | None = None,
    **variant: object,
) -> Rendition:
    recipe = made({"inputs": ALL, "variants": {"v": variant}, "watermark": watermark})
    (rendition,) = render(data, recipe, focal_point=focal_point, stamp=stamp).renditions
    image = opened(rendition.data)
    assert image.size == (rendition.width, rendition.height)
    assert image.format is not None
    assert f"image/{image.format.lower()}" == rendition.content_type
    return rendition


def pixel(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    found = image.convert("RGBA").getpixel((x, y))
    assert isinstance(found, tuple)
    return found


def assert_pixel(image: Image.Image, x: int, y: int, colour: tuple[int, ...]) -> None:
    found = pixel(image, x, y)[: len(colour)]
    assert all(abs(a - b) <= 14 for a, b in zip(found, colour, strict=True)), (found, colour)


# The quadrants are 400 x 300: a crop to the left half shows red over blue, and so on.
@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize(
    ("gravity", "colours"),
    [
        ("west", (RED, BLUE)),
        ("east", (GREEN, WHITE)),
        ("northwest", (RED, BLUE)),
        ("southeast", (GREEN, WHITE)),
    ],
)
def test_gravity_of_a_tall_crop(
    orientation: int, gravity: str, colours: tuple[tuple[int, ...], ...]
) -> None:
    data = turned_jpeg(orientation, 400, 300)
    image = opened(rendered(data, width=50, height=150, fit="cover", gravity=gravity).data)
    assert image.size == (50, 150)
    assert_pixel(image, 25, 30, colours[0])
    assert_pixel(image, 25, 120, colours[1])


@pytest.mark.parametrize(
    ("gravity", "colours"),
    [("north", (RED, GREEN)), ("south", (BLUE, WHITE)), ("northeast", (RED, GREEN))],
)
def test_gravity_of_a_wide_crop(gravity: str, colours: tuple[tuple[int, ...], ...]) -> None:
    data = turned_jpeg(5, 400, 300)
    image = opened(rendered(data, width=200, height=50, fit="cover", gravity=gravity).data)
    assert_pixel(image, 40, 25, colours[0])
    assert_pixel(image, 160, 25, colours[1])


def test_centre_shows_a_bit_of_all() -> None:
    image = opened(rendered(png(400, 300), width=100, height=100, fit="cover").data)
    for at, colour in zip(
        ((20, 20), (80, 20), (20, 80), (80, 80)), (RED, GREEN, BLUE, WHITE), strict=True
    ):
        assert_pixel(image, *at, colour)


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize(
    ("point", "colour"), [(Point(0.1, 0.5), RED), (Point(0.9, 0.5), GREEN), (Point(0, 0), RED)]
)
def test_focal_point(orientation: int, point: Point, colour: tuple[int, ...]) -> None:
    data = turned_jpeg(orientation, 400, 300)
    options: dict[str, Any] = {"width": 40, "height": 120, "fit": "cover", "gravity": "focal"}
    assert_pixel(opened(rendered(data, point, **options).data), 20, 30, colour)


@pytest.mark.parametrize(
    ("options", "padding"),
    [
        ({}, (0, 0, 0, 0)),
        ({"background": "#ff8000"}, (255, 128, 0, 255)),
        ({"background": "#ff800080"}, (255, 128, 0, 128)),
        ({"format": "jpeg"}, (255, 255, 255, 255)),
        ({"format": "jpeg", "background": "#204060"}, (32, 64, 96, 255)),
        ({"format": "webp"}, (0, 0, 0, 0)),
    ],
)
def test_contain_pads(options: dict[str, Any], padding: tuple[int, ...]) -> None:
    data = png(400, 300)
    image = opened(rendered(data, width=100, height=100, fit="contain", **options).data)
    assert image.size == (100, 100)
    if padding[3]:
        assert_pixel(image, 50, 4, padding)
    else:
        assert pixel(image, 50, 4)[3] == 0
    assert_pixel(image, 20, 30, (*RED, 255))
    assert_pixel(image, 80, 70, (*WHITE, 255))


def test_fill_distorts() -> None:
    image = opened(rendered(png(400, 300), width=50, height=150, fit="fill").data)
    assert image.size == (50, 150)
    assert_pixel(image, 10, 20, RED)
    assert_pixel(image, 40, 140, WHITE)


@pytest.mark.parametrize(
    ("fit", "size"),
    [("inside", (200, 150)), ("cover", (200, 200)), ("contain", (200, 200)), ("fill", (200, 200))],
)
def test_enlarged_when_asked(fit: str, size: tuple[int, int]) -> None:
    made_of = rendered(png(40, 30), width=200, height=200, fit=fit, enlarge=True)
    assert (made_of.width, made_of.height) == size


def see_through() -> bytes:
    image = Image.new("RGBA", (80, 80), (0, 0, 0, 0))
    image.paste((*RED, 255), (0, 0, 40, 80))
    return encoded(image)


@pytest.mark.parametrize(
    ("background", "colour"), [(None, (255, 255, 255)), ("#004080", (0, 64, 128))]
)
def test_transparency_is_laid_on_the_background_and_never_black(
    background: str | None, colour: tuple[int, ...]
) -> None:
    data = rendered(see_through(), width=40, format="jpeg", background=background).data
    assert_pixel(opened(data), 10, 20, RED)
    assert_pixel(opened(data), 30, 20, colour)


def test_grey_with_alpha_stays_grey_on_grey() -> None:
    data = encoded(Image.new("LA", (40, 40), (90, 128)))
    assert opened(rendered(data, width=20, format="jpeg").data).mode == "L"
    assert opened(rendered(data, width=20, format="jpeg", background="#ff0000").data).mode == "RGB"


@pytest.mark.parametrize("source", ALL)
@pytest.mark.parametrize("form", ["same", "jpeg", "png", "webp", "avif"])
def test_every_format_into_every_other(source: str, form: str) -> None:
    data = encoded(quadrants(200, 160), source)
    result = rendered(data, width=100, format=form)
    expected = source if form == "same" else form
    expected = {"gif": "png", "tiff": "png", "heic": "jpeg"}.get(expected, expected)
    assert result.content_type == f"image/{expected}"
    image = opened(result.data)
    for at, colour in zip(
        ((25, 20), (75, 20), (25, 60), (75, 60)), (RED, GREEN, BLUE, WHITE), strict=True
    ):
        assert_pixel(image, *at, colour)


def test_what_the_recipe_does_not_take_is_unsupported() -> None:
    recipe = made({"inputs": ["png"], "variants": {"v": {"width": 10}}})
    with pytest.raises(Rejected, match="accepted are PNG") as rejected:
        render(jpeg(), recipe)
    assert rejected.value.reason is Reason.UNSUPPORTED_FORMAT


NOISE = encoded(Image.effect_noise((400, 300), 80).convert("RGB"))


@pytest.mark.parametrize("form", ["jpeg", "webp", "avif"])
def test_the_highest_quality_within_the_budget(form: str) -> None:
    free = rendered(NOISE, width=200, format=form, quality=90)
    budget = len(free.data) // 2
    kept = rendered(NOISE, width=200, format=form, quality=90, max_bytes=budget)
    assert budget * 0.7 < len(kept.data) <= budget


def test_the_lowest_quality_where_no_budget_is_enough() -> None:
    kept = rendered(NOISE, width=200, format="jpeg", max_bytes=1)
    assert kept.data == rendered(NOISE, width=200, format="jpeg", quality=1).data


def test_a_budget_that_is_met_changes_nothing() -> None:
    free = rendered(NOISE, width=200, format="jpeg")
    assert rendered(NOISE, width=200, format="jpeg", max_bytes=len(free.data)).data == free.data


@pytest.mark.parametrize("progressive", [False, True])
def test_progressive(progressive: bool) -> None:
    image = opened(rendered(jpeg(400, 300), width=200, progressive=progressive).data)
    assert ("progressive" in image.info) is progressive


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "avif"])
@pytest.mark.parametrize("kept", [False, True])
def test_copyright_is_kept_when_asked_and_nothing_else(form: str, kept: bool) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "a description"
    exif[0x013B], exif[0x8298] = "An Artist", "(c) somebody"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    data = rendered(jpeg(200, 100, exif=exif), width=50, format=form, copyright=kept).data
    assert dict(opened(data).getexif()) == (
        {0x013B: "An Artist", 0x8298: "(c) somebody"} if kept else {}
    )


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
    with pytest.raises(StampError, match="no PNG, JPEG or WebP"):
        rendered(png(), stamp=stamp, watermark={"image": "a.png"}, width=10)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("subsampling", [0, 2])
def test_a_thinned_progressive_jpeg_shows_the_same(mode: str, subsampling: int) -> None:
    noise = Image.effect_noise((1600, 1200), 60).resize((3200, 2400)).convert(mode)
    data = encoded(noise, "JPEG", progressive=True, quality=90, subsampling=subsampling)
    thin = thinned(data)
    assert len(thin) < len(data) * (1 if mode == "CMYK" else 0.8)
    images = []
    for each in (data, thin):
        image = Image.open(BytesIO(each))
        image.draft(None, (400, 300))
        images.append(image.tobytes())
    assert images[0] == images[1]


@pytest.mark.parametrize("cut", [2, 100, 5000])
def test_a_cut_off_jpeg_is_not_thinned(cut: int) -> None:
    data = encoded(Image.effect_noise((800, 600), 60), "JPEG", progressive=True)[:-cut]
    assert thinned(data) == data


def test_a_baseline_jpeg_is_not_thinned() -> None:
    data = jpeg(400, 300)
    assert thinned(data) == data


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("form", ["tiff", "webp", "avif", "heic"])
def test_every_format_is_turned_upright_once(form: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    method = STORED[orientation]
    stored = quadrants(200, 160) if method is None else quadrants(200, 160).transpose(method)
    image = opened(
        rendered(encoded(stored, form, exif=exif.tobytes()), width=100, format="png").data
    )
    assert image.size == (100, 80)
    for at, colour in zip(
        ((25, 20), (75, 20), (25, 60), (75, 60)), (RED, GREEN, BLUE, WHITE), strict=True
    ):
        assert_pixel(image, *at, colour)
