"""Right pixels. The expected ones are computed from the picture's definition, not by Pillow."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from tests.support.beside_pixels import swapped_profile
from tests.unit.imaging.thumbnail import assert_quadrants, thumbnail
from thumbnailer.imaging import Picture, render
from tools.samples.pictures import (
    RED,
    encoded,
    jpeg,
    opened,
    png,
    quadrants,
    turned_jpeg,
)
from tools.samples.recipes import recipe


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("options", [{}, {"progressive": True}])
def test_upright_for_every_orientation(orientation: int, options: dict[str, bool]) -> None:
    thumb = thumbnail(turned_jpeg(orientation, 640, 480, **options), 64, 64)
    assert (thumb.width, thumb.height) == (64, 48)
    assert opened(thumb.data).size == (64, 48)
    assert_quadrants(thumb.data)


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_impossible_orientation_means_upright(value: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = value
    assert_quadrants(thumbnail(jpeg(exif=exif)).data)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_damaged_exif_does_not_spoil_the_picture() -> None:
    assert_quadrants(thumbnail(jpeg(exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\xff")).data)


def png_with_exif_after_the_pixels(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    body = b"eXIf" + exif.tobytes().removeprefix(b"Exif\0\0")
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    stored = encoded(quadrants().transpose(Image.Transpose.ROTATE_90))
    return stored[:-12] + chunk + stored[-12:]


def test_orientation_of_a_png_may_follow_its_pixels() -> None:
    thumb = thumbnail(png_with_exif_after_the_pixels(6))
    assert (thumb.width, thumb.height) == (32, 24)
    assert_quadrants(thumb.data)


@pytest.mark.parametrize("data", [jpeg(4000, 3000), png(800, 600)], ids=["jpeg", "png"])
def test_sizes_and_types(data: bytes) -> None:
    picture = render(data, recipe())
    (thumb,) = picture.renditions
    form = opened(data).format
    assert (picture.width, picture.height) == opened(data).size
    assert opened(thumb.data).size == (thumb.width, thumb.height) == (150, 113)
    assert opened(thumb.data).format == form
    assert thumb.content_type == {"JPEG": "image/jpeg", "PNG": "image/png"}[str(form)]
    assert_quadrants(thumb.data)


def test_nothing_is_enlarged() -> None:
    thumb = thumbnail(png(20, 10), 150, 150)
    assert (thumb.width, thumb.height) == (20, 10)
    assert opened(thumb.data).convert("RGB").tobytes() == quadrants(20, 10).tobytes()


@pytest.mark.parametrize("size", [(3000, 1), (1, 3000)])
def test_no_side_becomes_zero(size: tuple[int, int]) -> None:
    thumb = thumbnail(encoded(Image.new("RGB", size, RED)), 150, 150)
    assert sorted((thumb.width, thumb.height)) == [1, 150]


def test_scaling_averages_what_it_covers() -> None:
    # Stripes of 0 and 200, one pixel each: every pixel of a quarter-size picture is near 100.
    stripes = Image.frombytes("L", (64, 64), bytes([0, 200] * 32) * 64)
    thumb = opened(thumbnail(encoded(stripes), 16, 16).data)
    inner = thumb.convert("L").crop((2, 2, 14, 14)).tobytes()
    assert min(inner) >= 97
    assert max(inner) <= 103


def test_transparent_pixels_do_not_bleed() -> None:
    # A green under full transparency must not show in the half-transparent edge of a red square.
    image = Image.new("RGBA", (64, 64), (0, 255, 0, 0))
    image.paste((255, 0, 0, 255), (16, 16, 48, 48))
    thumb = opened(thumbnail(encoded(image), 15, 15).data)
    assert thumb.mode == "RGBA"
    pixels = [thumb.getpixel((x, y)) for x in range(15) for y in range(15)]
    seen = [p for p in pixels if isinstance(p, tuple) and p[3] > 8]
    assert any(8 < p[3] < 247 for p in seen)
    assert all(p[0] > 240 and p[1] < 15 for p in seen)


def test_an_alpha_channel_that_hides_nothing_is_dropped() -> None:
    assert opened(thumbnail(encoded(quadrants().convert("RGBA"))).data).mode == "RGB"


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_metadata_are_gone(form: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "SECRET description"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    options: dict[str, object] = {"exif": exif, "icc_profile": swapped_profile()}
    options |= {"comment": b"SECRET comment"} if form == "JPEG" else {}
    source = encoded(quadrants(), form, **options)
    assert b"SECRET" in source
    thumb = thumbnail(source)
    assert b"SECRET" not in thumb.data
    image = opened(thumb.data)
    assert not image.getexif()
    assert not {"exif", "icc_profile", "comment", "xmp", "photoshop"} & set(image.info)


def test_mpo_is_the_jpeg_it_begins_with() -> None:
    buffer = BytesIO()
    quadrants().save(buffer, "MPO", save_all=True, append_images=[Image.new("RGB", (9, 9))])
    assert opened(buffer.getvalue()).format == "MPO"
    thumb = thumbnail(buffer.getvalue())
    assert opened(thumb.data).format == "JPEG"
    assert_quadrants(thumb.data)


def test_variants_are_decoded_once_and_all_right() -> None:
    sizes = {"large": 400, "medium": 190, "nearly": 180, "tiny": 16}
    boxes = {
        name: {"width": side, "height": side, "key": f"{name}/{{key}}"}
        for name, side in sizes.items()
    }
    wanted = recipe(None, **boxes)
    picture: Picture = render(turned_jpeg(6, 1600, 1200), wanted)
    assert {r.variant.name: r.width for r in picture.renditions} == sizes
    for rendition in picture.renditions:
        assert rendition.height == rendition.width * 3 // 4 + (rendition.width * 3 % 4 >= 2)
        # JPEG halves the resolution of colour, which shows where a corner has three pixels.
        assert_quadrants(rendition.data, tolerance=16)


def test_same_input_same_bytes() -> None:
    for data in (jpeg(640, 480), png(640, 480)):
        assert thumbnail(data).data == thumbnail(data).data
