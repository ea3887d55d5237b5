"""Formats in and out, and how a rendition is encoded: quality, budget, background, copyright."""

from __future__ import annotations

import sys

import pytest
from PIL import Image

from tests.unit.imaging.one_variant import ALL, assert_pixel, rendered, see_through
from thumbnailer.config.formats import FORMATS
from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.imaging import render
from tools.samples.pictures import (
    BLUE,
    GREEN,
    RED,
    STORED,
    WHITE,
    encoded,
    jpeg,
    opened,
    quadrants,
)
from tools.samples.recipes import made


@pytest.mark.parametrize(
    ("background", "colour"), [(None, (255, 255, 255)), ("#004080", (0, 64, 128))]
)
def test_transparency_is_laid_on_the_background_and_never_black(
    background: str | None, colour: tuple[int, ...]
) -> None:
    data = rendered(see_through(), width=40, format="jpeg", background=background).data
    assert_pixel(opened(data), 10, 20, RED)
    assert_pixel(opened(data), 30, 20, colour)


def test_without_native_code_pillow_encodes_pngs(monkeypatch: pytest.MonkeyPatch) -> None:
    native = rendered(see_through(), width=40).data
    monkeypatch.setitem(sys.modules, "thumbnailer.imaging.formats.png_encode", None)
    plain = rendered(see_through(), width=40).data
    assert plain == encoded(opened(native), **FORMATS["png"].options)
    assert native != plain


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
    with pytest.raises(Rejected, match="accepted formats: PNG") as rejected:
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
