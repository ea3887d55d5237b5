"""Right pixels. The expected ones are computed from the picture's definition, not by Pillow."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from tests.support.beside_pixels import swapped_profile
from tests.support.pictures import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    encoded,
    jpeg,
    opened,
    png,
    png_claiming,
    quadrants,
    turned_jpeg,
)
from tests.support.recipes import recipe
from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.imaging import Picture, Rendition, render


def rendered(data: bytes, width: int = 32, height: int = 32) -> Rendition:
    wanted = recipe(thumb={"width": width, "height": height, "quality": 92})
    (rendition,) = render(data, wanted).renditions
    return rendition


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    """Top left, top right, bottom left, bottom right: each a sixth of the way in."""
    rgb = image.convert("RGB")
    x, y = rgb.width // 6, rgb.height // 6
    right, bottom = rgb.width - 1 - x, rgb.height - 1 - y
    pixels = [rgb.getpixel(at) for at in ((x, y), (right, y), (x, bottom), (right, bottom))]
    return [pixel for pixel in pixels if isinstance(pixel, tuple)]


def close(a: tuple[int, ...], b: tuple[int, ...], tolerance: int) -> bool:
    return len(a) == len(b) and all(abs(x - y) <= tolerance for x, y in zip(a, b, strict=True))


def assert_quadrants(data: bytes, tolerance: int = 6) -> None:
    found = corners(opened(data))
    for pixel, expected in zip(found, (RED, GREEN, BLUE, WHITE), strict=True):
        assert close(pixel, expected, tolerance), found


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("options", [{}, {"progressive": True}])
def test_upright_for_every_orientation(orientation: int, options: dict[str, bool]) -> None:
    thumb = rendered(turned_jpeg(orientation, 640, 480, **options), 64, 64)
    assert (thumb.width, thumb.height) == (64, 48)
    assert opened(thumb.data).size == (64, 48)
    assert_quadrants(thumb.data)


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_impossible_orientation_means_upright(value: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = value
    assert_quadrants(rendered(jpeg(exif=exif)).data)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_damaged_exif_does_not_spoil_the_picture() -> None:
    assert_quadrants(rendered(jpeg(exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\xff")).data)


def png_with_exif_after_the_pixels(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    body = b"eXIf" + exif.tobytes().removeprefix(b"Exif\0\0")
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    stored = encoded(quadrants().transpose(Image.Transpose.ROTATE_90))
    return stored[:-12] + chunk + stored[-12:]


def test_orientation_of_a_png_may_follow_its_pixels() -> None:
    thumb = rendered(png_with_exif_after_the_pixels(6))
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
    thumb = rendered(png(20, 10), 150, 150)
    assert (thumb.width, thumb.height) == (20, 10)
    assert opened(thumb.data).convert("RGB").tobytes() == quadrants(20, 10).tobytes()


@pytest.mark.parametrize("size", [(3000, 1), (1, 3000)])
def test_no_side_becomes_zero(size: tuple[int, int]) -> None:
    thumb = rendered(encoded(Image.new("RGB", size, RED)), 150, 150)
    assert sorted((thumb.width, thumb.height)) == [1, 150]


def test_scaling_averages_what_it_covers() -> None:
    # Stripes of 0 and 200, one pixel each: every pixel of a quarter-size picture is near 100.
    stripes = Image.frombytes("L", (64, 64), bytes([0, 200] * 32) * 64)
    thumb = opened(rendered(encoded(stripes), 16, 16).data)
    inner = thumb.convert("L").crop((2, 2, 14, 14)).tobytes()
    assert min(inner) >= 97
    assert max(inner) <= 103


def test_transparent_pixels_do_not_bleed() -> None:
    # A green under full transparency must not show in the half-transparent edge of a red square.
    image = Image.new("RGBA", (64, 64), (0, 255, 0, 0))
    image.paste((255, 0, 0, 255), (16, 16, 48, 48))
    thumb = opened(rendered(encoded(image), 15, 15).data)
    assert thumb.mode == "RGBA"
    pixels = [thumb.getpixel((x, y)) for x in range(15) for y in range(15)]
    seen = [p for p in pixels if isinstance(p, tuple) and p[3] > 8]
    assert any(8 < p[3] < 247 for p in seen)
    assert all(p[0] > 240 and p[1] < 15 for p in seen)


def test_an_alpha_channel_that_hides_nothing_is_dropped() -> None:
    assert opened(rendered(encoded(quadrants().convert("RGBA"))).data).mode == "RGB"


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
    thumb = opened(rendered(data, 20, 20).data)
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
    thumb = opened(rendered(data).data)
    assert thumb.mode == "L"
    assert thumb.getpixel((4, 16)) == pytest.approx(left, abs=1)
    assert thumb.getpixel((27, 16)) == pytest.approx(right, abs=1)


def test_cmyk_becomes_rgb() -> None:
    image = Image.new("CMYK", (64, 64), (0, 255, 255, 0))
    thumb = opened(rendered(encoded(image, "JPEG", quality=95)).data)
    assert thumb.mode == "RGB"
    assert corners(thumb)[0][0] > 200
    assert max(corners(thumb)[0][1:]) < 60


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_embedded_profile_is_applied(form: str) -> None:
    picture = encoded(Image.new("RGB", (64, 64), (255, 0, 0)), form, icc_profile=swapped_profile())
    red, green, blue = corners(opened(rendered(picture).data))[0]
    assert blue > 200
    assert max(red, green) < 60


def test_profile_leaves_alpha_alone() -> None:
    image = Image.new("RGBA", (64, 64), (255, 0, 0, 128))
    thumb = opened(rendered(encoded(image, icc_profile=swapped_profile())).data)
    pixel = thumb.getpixel((16, 16))
    assert isinstance(pixel, tuple)
    assert pixel[2] > 200
    assert pixel[3] == 128


@pytest.mark.parametrize("profile", [b"nonsense", b"\0" * 200])
def test_damaged_profile_is_ignored(profile: bytes) -> None:
    assert_quadrants(rendered(jpeg(icc_profile=profile)).data)


def test_profile_of_another_colour_space_is_ignored() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert_quadrants(rendered(jpeg(icc_profile=lab)).data)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_metadata_are_gone(form: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "SECRET description"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    options: dict[str, object] = {"exif": exif, "icc_profile": swapped_profile()}
    options |= {"comment": b"SECRET comment"} if form == "JPEG" else {}
    source = encoded(quadrants(), form, **options)
    assert b"SECRET" in source
    thumb = rendered(source)
    assert b"SECRET" not in thumb.data
    image = opened(thumb.data)
    assert not image.getexif()
    assert not {"exif", "icc_profile", "comment", "xmp", "photoshop"} & set(image.info)


def test_mpo_is_the_jpeg_it_begins_with() -> None:
    buffer = BytesIO()
    quadrants().save(buffer, "MPO", save_all=True, append_images=[Image.new("RGB", (9, 9))])
    assert opened(buffer.getvalue()).format == "MPO"
    thumb = rendered(buffer.getvalue())
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


def reason_of(data: bytes, max_pixels: int = 50_000_000) -> Reason:
    with pytest.raises(Rejected) as rejected:
        render(data, recipe({"max_pixels": max_pixels}))
    return rejected.value.reason


@pytest.mark.parametrize("size", [(8000, 6251), (2**31 - 1, 2**31 - 1), (50_000_001, 1)])
def test_too_many_pixels(size: tuple[int, int]) -> None:
    assert reason_of(png_claiming(*size)) is Reason.TOO_MANY_PIXELS


def test_just_enough_pixels() -> None:
    assert rendered(png(64, 48)).width == 32
    assert render(png(64, 48), recipe({"max_pixels": 64 * 48})).width == 64
    assert reason_of(png(64, 48), 64 * 48 - 1) is Reason.TOO_MANY_PIXELS


NOISE = Image.effect_noise((320, 240), 60)


@pytest.mark.parametrize(
    "data",
    [encoded(NOISE, "JPEG"), encoded(NOISE, "JPEG", progressive=True), encoded(NOISE, "PNG")],
    ids=["jpeg", "progressive", "png"],
)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_truncated_is_corrupt(data: bytes, share: float) -> None:
    assert reason_of(data[: int(len(data) * share)]) is Reason.CORRUPT


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def test_damaged_pixels_are_corrupt() -> None:
    data = png(64, 48)
    assert reason_of(flipped(data, data.index(b"IDAT") + 8)) is Reason.CORRUPT


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0nonsense",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\nnonsense",
        png_claiming(0, 0),
        png_claiming(100, 100),
    ],
)
def test_magic_alone_is_corrupt(data: bytes) -> None:
    assert reason_of(data) is Reason.CORRUPT


def failing(fault: type[Exception], monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A JPEG that its decoder fails on."""

    def fail(_self: object) -> None:
        raise fault

    monkeypatch.setattr("PIL.JpegImagePlugin.JpegImageFile.load", fail)
    return jpeg()


def test_a_missing_library_is_no_rejection(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImportError):
        render(failing(ImportError, monkeypatch), recipe())


def test_what_a_decoder_cannot_hold_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reason_of(failing(MemoryError, monkeypatch)) is Reason.TOO_MUCH_MEMORY


def test_same_input_same_bytes() -> None:
    for data in (jpeg(640, 480), png(640, 480)):
        assert rendered(data).data == rendered(data).data
