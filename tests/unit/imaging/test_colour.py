"""Palettes, greys, CMYK, transparent colours and profiles."""

from __future__ import annotations

import struct

import pytest
from PIL import Image, ImageCms

from tests.support.beside_pixels import swapped_profile
from tests.unit.imaging.thumbnail import assert_quadrants, corners, thumbnail
from tools.samples.pictures import (
    BLUE,
    RED,
    encoded,
    jpeg,
    opened,
)


def palette_with_transparency() -> bytes:
    image = Image.new("P", (40, 20), 0)
    image.putpalette([*RED, *BLUE])
    image.paste(1, (20, 0, 40, 20))
    return encoded(image, transparency=0)


def grey_with_transparent_value() -> bytes:
    image = Image.new("L", (40, 20), 10)
    image.paste(200, (20, 0, 40, 20))
    return encoded(image, transparency=10)


@pytest.mark.parametrize(
    ("data", "mode", "right"),
    [
        (palette_with_transparency(), "RGBA", (*BLUE, 255)),
        (grey_with_transparent_value(), "LA", (200, 255)),
    ],
)
def test_a_transparent_colour_becomes_alpha(data: bytes, mode: str, right: tuple[int, ...]) -> None:
    thumb = opened(thumbnail(data, 20, 20).data)
    left_pixel, right_pixel = thumb.getpixel((3, 5)), thumb.getpixel((16, 5))
    assert thumb.mode == mode
    assert isinstance(left_pixel, tuple)
    assert left_pixel[-1] == 0
    assert right_pixel == right


def one_bit() -> bytes:
    image = Image.new("1", (64, 64), 0)
    image.paste(1, (32, 0, 64, 64))
    return encoded(image)


def sixteen_bit() -> bytes:
    row = struct.pack("<64H", *[0x1000] * 32, *[0xC800] * 32)
    return encoded(Image.frombytes("I;16", (64, 64), row * 64))


@pytest.mark.parametrize(
    ("data", "left", "right"),
    [
        (one_bit(), 0, 255),
        (sixteen_bit(), 0x10, 0xC8),
        (encoded(Image.new("L", (64, 64), 77)), 77, 77),
        (encoded(Image.new("L", (64, 64), 77), "JPEG"), 77, 77),
    ],
    ids=["1 bit", "16 bit", "grey PNG", "grey JPEG"],
)
def test_grey_stays_grey(data: bytes, left: int, right: int) -> None:
    thumb = opened(thumbnail(data).data)
    assert thumb.mode == "L"
    assert thumb.getpixel((4, 16)) == pytest.approx(left, abs=1)
    assert thumb.getpixel((27, 16)) == pytest.approx(right, abs=1)


def test_cmyk_becomes_rgb() -> None:
    image = Image.new("CMYK", (64, 64), (0, 255, 255, 0))
    thumb = opened(thumbnail(encoded(image, "JPEG", quality=95)).data)
    assert thumb.mode == "RGB"
    assert corners(thumb)[0][0] > 200
    assert max(corners(thumb)[0][1:]) < 60


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_embedded_profile_is_applied(form: str) -> None:
    picture = encoded(Image.new("RGB", (64, 64), (255, 0, 0)), form, icc_profile=swapped_profile())
    red, green, blue = corners(opened(thumbnail(picture).data))[0]
    assert blue > 200
    assert max(red, green) < 60


def test_profile_leaves_alpha_alone() -> None:
    image = Image.new("RGBA", (64, 64), (255, 0, 0, 128))
    thumb = opened(thumbnail(encoded(image, icc_profile=swapped_profile())).data)
    pixel = thumb.getpixel((16, 16))
    assert isinstance(pixel, tuple)
    assert pixel[2] > 200
    assert pixel[3] == 128


@pytest.mark.parametrize("profile", [b"nonsense", b"\0" * 200])
def test_damaged_profile_is_ignored(profile: bytes) -> None:
    assert_quadrants(thumbnail(jpeg(icc_profile=profile)).data)


def test_profile_of_another_colour_space_is_ignored() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert_quadrants(thumbnail(jpeg(icc_profile=lab)).data)
