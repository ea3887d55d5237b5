"""Of an AVIF or HEIC that its owner cut, nothing shows but what is left."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from tests.support.heif import box, clap, sequence_with, with_property
from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.imaging import render
from tools.samples.pictures import BLUE, GREEN, RED, STORED, WHITE, encoded, opened, quadrants
from tools.samples.recipes import made

RECIPE = made(
    {
        "inputs": ["avif", "heic"],
        "variants": {"thumb": {"width": 100, "height": 100, "format": "png"}},
    }
)
SIZE = (64, 48)
# To the right and down from the middle of the picture.
QUARTERS: Mapping[tuple[int, int], tuple[int, int, int]] = {
    (-16, -12): RED,
    (16, -12): GREEN,
    (-16, 12): BLUE,
    (16, 12): WHITE,
}


def aperture(width: Any, height: Any, right: Any = 0, down: Any = 0) -> bytes:
    return clap(*map(Fraction, (width, height, right, down)))


def avif(image: Image.Image | None = None, **options: Any) -> bytes:
    return encoded(image or quadrants(*SIZE), "AVIF", quality=95, subsampling="4:4:4", **options)


def sequence() -> bytes:
    buffer = BytesIO()
    frames = [quadrants(*SIZE).rotate(180)]
    quadrants(*SIZE).save(
        buffer, "AVIF", save_all=True, append_images=frames, quality=95, subsampling="4:4:4"
    )
    return buffer.getvalue()


def heic(added: bytes) -> bytes:
    """A HEIC with another clean aperture than the encoder gives it."""
    data = encoded(quadrants(64, 64), "HEIC", quality=95)
    assert b"clap" not in data
    return with_property(data, added)


def shown(data: bytes) -> Image.Image:
    picture = render(data, RECIPE)
    (thumb,) = picture.renditions
    image = opened(thumb.data).convert("RGB")
    assert image.size == (thumb.width, thumb.height) == (picture.width, picture.height)
    return image


def assert_alike(found: Image.Image, expected: Image.Image) -> None:
    assert found.size == expected.size
    assert max(ImageStat.Stat(ImageChops.difference(found, expected)).mean) < 4


@pytest.mark.parametrize(("middle", "colour"), QUARTERS.items())
def test_a_still_avif_is_cut(middle: tuple[int, int], colour: tuple[int, int, int]) -> None:
    data = with_property(avif(), aperture(32, 24, *middle))
    assert_alike(shown(data), Image.new("RGB", (32, 24), colour))


@pytest.mark.parametrize(("middle", "colour"), QUARTERS.items())
def test_a_moving_avif_is_cut(middle: tuple[int, int], colour: tuple[int, int, int]) -> None:
    data = sequence_with(sequence(), aperture(32, 24, *middle))
    assert_alike(shown(data), Image.new("RGB", (32, 24), colour))


@pytest.mark.parametrize(("middle", "colour"), QUARTERS.items())
def test_a_heic_is_cut(middle: tuple[int, int], colour: tuple[int, int, int]) -> None:
    right, down = middle
    data = heic(aperture(32, 24, right, down * 2 + 8))
    assert_alike(shown(data), Image.new("RGB", (32, 24), colour))


def test_without_an_aperture_all_is_shown() -> None:
    assert_alike(shown(avif()), quadrants(*SIZE))
    assert_alike(shown(with_property(avif(), aperture(*SIZE))), quadrants(*SIZE))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_cut_before_it_is_turned(orientation: int) -> None:
    method = STORED[orientation]
    stored = quadrants(*SIZE) if method is None else quadrants(*SIZE).transpose(method)
    exif = Image.Exif()
    exif[0x0112] = orientation
    width, height = stored.size
    # The left three quarters, and all but the last eight rows.
    data = with_property(
        avif(stored, exif=exif),
        aperture(width * 3 // 4, height - 8, Fraction(-width, 8), -4),
    )
    left = stored.crop((0, 0, width * 3 // 4, height - 8))
    left.getexif()[0x0112] = orientation
    assert_alike(shown(data), ImageOps.exif_transpose(left))


def test_edges_within_a_pixel_show_whole_pixels_only() -> None:
    # From 16.25 to 47.75, and from 12.5 to 35.5.
    cut = aperture(Fraction(63, 2), 23)
    assert shown(with_property(avif(), cut)).size == (30, 22)


@pytest.mark.parametrize(
    "added",
    [
        aperture(66, 48),
        aperture(32, 24, 17),
        aperture(32, 24, 0, -13),
        aperture(0, 24),
        aperture(Fraction(1, 2), 24, Fraction(1, 4)),
        box(b"clap", bytes(32)),
        box(b"clap", bytes(31)),
    ],
    ids=["too wide", "too far right", "too far up", "nothing", "half a pixel", "zeros", "short"],
)
def test_what_is_not_within_the_picture_is_corrupt(added: bytes) -> None:
    with pytest.raises(Rejected) as rejected:
        render(with_property(avif(), added), RECIPE)
    assert rejected.value.reason is Reason.CORRUPT


def test_thousands_of_boxes_are_corrupt() -> None:
    data = avif()
    at = data.index(b"meta") - 4
    data = data[:at] + box(b"free") * 20_000 + data[at:]
    with pytest.raises(Rejected) as rejected:
        render(data, RECIPE)
    assert rejected.value.reason is Reason.CORRUPT
    assert "boxes" in rejected.value.detail
