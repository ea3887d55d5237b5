"""Thumbnails look as libvips makes them, whatever kind of JPEG or PNG they come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import pyvips

from tests.pixels import profiles, reference
from tests.support.containers import (
    GREY,
    PALETTE,
    RGB,
    chunk,
    exif,
    jpeg_exif,
    jpeg_with,
    png_of,
    png_with,
    segment,
)
from thumbnailer.imaging import render
from tools.samples.recipes import recipe

QUALITY = 95

Make = Callable[[pyvips.Image], bytes]
Mode = Callable[[pyvips.Image], pyvips.Image]


@dataclass(frozen=True)
class Tolerance:
    """The most mean absolute error in steps of 1/255, and the least PSNR in dB."""

    mean: float
    psnr: float


# What one pixel off in the choice of a filter's phase costs a sharp photograph is a mean of 1.
LOSSLESS = Tolerance(mean=1.2, psnr=40)
LOSSY = Tolerance(mean=2.2, psnr=38)
# Two or four greys, so that nearly every pixel is an edge: where a picture is reduced by whole
# blocks first, which is several times as fast, such patterns come out a little softer.
ALL_EDGES = Tolerance(mean=3.5, psnr=35)
# Hard edges between flat colours: a filter's ringing on a few pixels.
HARD_EDGES = Tolerance(mean=1.5, psnr=36)
UNSCALED = Tolerance(mean=0.5, psnr=48)


def assert_alike(
    data: bytes,
    tolerance: Tolerance,
    box: tuple[int, int] = (100, 100),
    orientation: int | None = None,
) -> None:
    """The thumbnail has libvips' size, and its pixels within the tolerance."""
    width, height = box
    wanted = recipe(thumb={"width": width, "height": height, "quality": QUALITY})
    (thumb,) = render(data, wanted).renditions
    expected = reference.thumbnail(data, width, height, orientation)
    assert (thumb.width, thumb.height) == (expected.width, expected.height)
    found = reference.difference(thumb.data, expected, QUALITY)
    assert found.mean <= tolerance.mean, found
    assert found.psnr >= tolerance.psnr, found


def png(image: pyvips.Image, **options: Any) -> bytes:
    return bytes(image.pngsave_buffer(compression=1, keep="icc", **options))


def jpeg(image: pyvips.Image, **options: Any) -> bytes:
    return bytes(image.jpegsave_buffer(Q=95, keep="icc", **options))


def grey(photo: pyvips.Image) -> pyvips.Image:
    return photo.colourspace("b-w")


def sixteen(photo: pyvips.Image) -> pyvips.Image:
    """In 16 bits a channel, of which the lower ones are not zero."""
    space = "grey16" if photo.bands == 1 else "rgb16"
    return (photo * 257).cast("ushort").copy(interpretation=space)


def veil(photo: pyvips.Image) -> pyvips.Image:
    """With an alpha channel from clear at the left to opaque at the right."""
    alpha = (pyvips.Image.xyz(photo.width, photo.height)[0] * 255 / photo.width).cast("uchar")
    return photo.bandjoin(alpha)


def in_space(name: str) -> Make:
    return lambda photo: jpeg(photo.icc_transform(name, input_profile="srgb"))


def tagged(profile: Callable[[], bytes], save: Make, mode: Mode | None = None) -> Make:
    """As if its values were meant in another profile."""

    def make(photo: pyvips.Image) -> bytes:
        image = mode(photo) if mode else photo
        image = image.copy()
        image.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile())
        return save(image)

    return make


PNGS: Mapping[str, Make] = {
    "RGB": png,
    "RGB, interlaced": lambda photo: png(photo, interlace=True),
    "RGB, 16 bits": lambda photo: png(sixteen(photo)),
    "RGBA": lambda photo: png(veil(photo)),
    "RGBA, opaque": lambda photo: png(photo.bandjoin(255)),
    "RGBA, 16 bits": lambda photo: png(
        (veil(photo) * 257).cast("ushort").copy(interpretation="rgb16")
    ),
    "grey": lambda photo: png(grey(photo)),
    "grey, 16 bits": lambda photo: png(sixteen(grey(photo))),
    "grey, 4 bits": lambda photo: png(grey(photo), bitdepth=4),
    "grey, 2 bits": lambda photo: png(grey(photo), bitdepth=2),
    "grey, 1 bit": lambda photo: png(grey(photo), bitdepth=1),
    "grey with alpha": lambda photo: png(veil(grey(photo))),
    "palette": lambda photo: png(photo, palette=True),
    "palette of 16": lambda photo: png(photo, palette=True, bitdepth=4),
    "palette with alpha": lambda photo: png(veil(photo), palette=True),
    "P3": tagged(lambda: profiles.carried("p3"), png),
    "P3 with alpha": tagged(lambda: profiles.carried("p3"), png, veil),
    "P3, 16 bits": tagged(lambda: profiles.carried("p3"), png, sixteen),
    "Adobe RGB": tagged(profiles.adobe_rgb, png),
    "grey of gamma 1.0": tagged(lambda: profiles.grey(1.0), png, grey),
    "grey of gamma 1.8 with alpha": tagged(
        lambda: profiles.grey(1.8), png, lambda photo: veil(grey(photo))
    ),
}

JPEGS: Mapping[str, Make] = {
    "baseline": jpeg,
    "progressive": lambda photo: jpeg(photo, interlace=True),
    "4:4:4": lambda photo: jpeg(photo, subsample_mode="off"),
    "4:4:4, progressive": lambda photo: jpeg(photo, subsample_mode="off", interlace=True),
    "restart markers": lambda photo: jpeg(photo, restart_interval=7),
    "grey": lambda photo: jpeg(grey(photo)),
    "P3": tagged(lambda: profiles.carried("p3"), jpeg),
    "P3, converted": in_space("p3"),
    "Adobe RGB": tagged(profiles.adobe_rgb, jpeg),
    "grey of gamma 1.8": tagged(lambda: profiles.grey(1.8), jpeg, grey),
    "CMYK with profile": in_space("cmyk"),
    "CMYK without profile": lambda photo: without_profile(in_space("cmyk")(photo)),
    "YCCK with profile": lambda photo: ycck(in_space("cmyk")(photo)),
    "YCCK without profile": lambda photo: ycck(without_profile(in_space("cmyk")(photo))),
    "trailing garbage": lambda photo: jpeg(photo) + b"\xff\xd8\xff\xe0 and more" * 1000,
    "a comment and a broken Exif": lambda photo: jpeg_with(
        jpeg(photo), segment(0xFE, b"hello"), jpeg_exif(b"nonsense")
    ),
}


def without_profile(data: bytes) -> bytes:
    image = pyvips.Image.new_from_buffer(data, "").copy()
    image.remove("icc-profile-data")
    return jpeg(image)


def ycck(data: bytes) -> bytes:
    """The same four channels, three of them said to be YCbCr: odd colours in a valid file."""
    at = data.index(b"\xff\xee\x00\x0eAdobe") + 15
    assert data[at] == 0
    return data[:at] + b"\2" + data[at + 1 :]


@pytest.mark.parametrize("name", PNGS)
def test_png(name: str, photo: pyvips.Image) -> None:
    all_edges = name in ("grey, 2 bits", "grey, 4 bits")
    assert_alike(PNGS[name](photo), ALL_EDGES if all_edges else LOSSLESS)


@pytest.mark.parametrize("name", JPEGS)
def test_jpeg(name: str, photo: pyvips.Image) -> None:
    assert_alike(JPEGS[name](photo), LOSSY)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_of_a_jpeg(orientation: int, photo: pyvips.Image) -> None:
    assert_alike(jpeg_with(jpeg(photo), jpeg_exif(exif(orientation))), LOSSY)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_of_a_png(orientation: int, photo: pyvips.Image) -> None:
    data = png_with(png(photo), chunk(b"eXIf", exif(orientation)))
    assert_alike(data, LOSSLESS, orientation=orientation)


_XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-'
    'syntax-ns#"><rdf:Description rdf:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" '
    'tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>'
)


def test_xmp_does_not_turn_a_jpeg(photo: pyvips.Image) -> None:
    packet = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + _XMP.encode())
    assert_alike(jpeg_with(jpeg(photo), packet), LOSSY)
    both = jpeg_with(jpeg(photo), jpeg_exif(exif(3)), packet)
    assert_alike(both, LOSSY)


def test_xmp_does_not_turn_a_png(photo: pyvips.Image) -> None:
    packet = chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + _XMP.encode())
    assert_alike(png_with(png(photo), packet), LOSSLESS)


def stripes(*values: bytes) -> bytes:
    """Rows of 60 pixels in three broad stripes of these values, 40 rows."""
    return b"".join(value * 20 for value in values) * 40


def trns(value: bytes) -> bytes:
    return chunk(b"tRNS", value)


# Depth, colour type, pixels, and chunks. In each the middle stripe is clear. Values of 16 bits
# that are near a clear one without being equal to it must stay visible.
CLEAR: Mapping[str, bytes] = {
    "grey, 1 bit": png_of(
        (64, 40), 1, GREY, b"\x00\x00\xff\xff\x00\x00\xff\xff" * 40, [trns(b"\0\1")]
    ),
    "grey, 2 bits": png_of(
        (64, 40), 2, GREY, b"\x00\xaa\xff\x55" * 160, [trns(b"\0\2")]
    ),
    "grey, 4 bits": png_of(
        (60, 40), 4, GREY, (b"\x22" * 10 + b"\x77" * 10 + b"\xff" * 10) * 40, [trns(b"\0\7")]
    ),
    "grey, 8 bits": png_of(
        (60, 40), 8, GREY, stripes(b"\x20", b"\x77", b"\xf0"), [trns(b"\0\x77")]
    ),
    "grey, 16 bits": png_of(
        (60, 40), 16, GREY, stripes(b"\x77\x88", b"\x77\x99", b"\xf0\x77"), [trns(b"\x77\x99")]
    ),
    "RGB, 8 bits": png_of(
        (60, 40), 8, RGB, stripes(b"\x20\x40\x60", b"\x77\x01\x02", b"\xf0\x10\x10"),
        [trns(b"\0\x77\0\1\0\2")],
    ),
    "RGB, 16 bits": png_of(
        (60, 40), 16, RGB,
        stripes(
            b"\x79\x12\x20\x20\x40\x40", b"\x77\x12\x20\x20\x40\x40",
            b"\x12\x34\x20\x56\x40\x56",
        ),
        [trns(b"\x77\x12\x20\x20\x40\x40")],
    ),
    "palette, 1 bit": png_of(
        (64, 40), 1, PALETTE, b"\x00\x00\xff\xff\x00\x00\xff\xff" * 40,
        [chunk(b"PLTE", b"\x20\x40\x60\xf0\x10\x10"), trns(b"\xff\0")],
    ),
    "palette, 8 bits, in part": png_of(
        (60, 40), 8, PALETTE, stripes(b"\0", b"\1", b"\2"),
        [chunk(b"PLTE", b"\x20\x40\x60\xf0\x10\x10\x10\xf0\x10"), trns(b"\x80\0")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CLEAR)
def test_transparent_colour(name: str) -> None:
    assert_alike(CLEAR[name], HARD_EDGES, box=(32, 32))


@pytest.mark.parametrize("name", CLEAR)
def test_transparent_colour_unscaled(name: str) -> None:
    assert_alike(CLEAR[name], UNSCALED)
