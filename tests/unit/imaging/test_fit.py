"""Fits, gravities and focal points, seen in the pixels."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.imaging.one_variant import assert_pixel, pixel, rendered
from thumbnailer.imaging import Point
from tools.samples.pictures import (
    BLUE,
    GREEN,
    RED,
    STORED,
    WHITE,
    opened,
    png,
    turned_jpeg,
)


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
