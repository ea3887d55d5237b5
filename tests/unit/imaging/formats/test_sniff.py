from __future__ import annotations

import pytest
from PIL import Image

from thumbnailer.config.formats import FORMATS
from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.imaging.formats.sniff import sniff
from tools.samples.pictures import encoded, quadrants

DEFAULT = ("jpeg", "png")


def reason_of(data: bytes) -> tuple[Reason, str]:
    with pytest.raises(Rejected) as rejected:
        sniff(data, DEFAULT)
    return rejected.value.reason, rejected.value.detail


def heif(major: bytes, *others: bytes) -> bytes:
    """The first box of a HEIF file, of these brands."""
    body = b"ftyp" + major + bytes(4) + b"".join(others)
    return (len(body) + 4).to_bytes(4) + body


def test_what_is_accepted() -> None:
    assert sniff(encoded(quadrants(), "JPEG"), DEFAULT).name == "jpeg"
    assert sniff(encoded(quadrants(), "PNG"), DEFAULT).name == "png"


@pytest.mark.parametrize("form", [*FORMATS])
def test_what_may_be_allowed(form: str) -> None:
    assert sniff(encoded(quadrants(), form), [form]) is FORMATS[form]


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("GIF", "GIF"),
        ("WEBP", "WEBP"),
        ("TIFF", "TIFF"),
        ("BMP", "BMP"),
        ("AVIF", "AVIF"),
        ("JPEG2000", "JPEG 2000"),
        ("ICO", "icon"),
    ],
)
def test_images_of_other_kinds_are_named(form: str, name: str) -> None:
    reason, detail = reason_of(encoded(quadrants(), form))
    assert reason is Reason.UNSUPPORTED_FORMAT
    assert detail == f"the content is {name}; accepted formats: JPEG, PNG"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x00\x00\x00\x24ftypheic\x00\x00", "HEIC"),
        (heif(b"mif1"), "HEIC"),
        (heif(b"mif1", b"mif1", b"heic"), "HEIC"),
        (heif(b"msf1", b"hevc"), "HEIC"),
        (heif(b"mif1", b"mif1", b"avif", b"miaf"), "AVIF"),
        (heif(b"msf1", b"avis"), "AVIF"),
        (heif(b"avif", b"heic"), "AVIF"),
        (heif(b"heic", b"avif"), "HEIC"),
        (heif(b"mif1", b"mif1") + b"avif", "HEIC"),
        (b"\xff\x0a\xfa\x7f", "JPEG XL"),
        (b"8BPS\x00\x01", "Photoshop"),
        (b'<?xml version="1.0"?>\n<!-- made by hand -->\n<svg xmlns="x">', "SVG"),
        (b"  <svg>", "SVG"),
    ],
)
def test_images_pillow_cannot_write(data: bytes, name: str) -> None:
    reason, detail = reason_of(data)
    assert reason is Reason.UNSUPPORTED_FORMAT
    assert f"the content is {name};" in detail


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"\xff\xd8",
        b"\x89PNG\r\n",
        b"hello, world\n",
        b"<html><svg>",
        b"%PDF-1.7",
        b"BMW is a maker of cars and not a bitmap",
        b"PK\x03\x04",
        b"\x00" * 64,
    ],
)
def test_everything_else_is_not_an_image(data: bytes) -> None:
    reason, detail = reason_of(data)
    assert reason is Reason.NOT_AN_IMAGE
    assert detail == "not a recognized image; accepted formats: JPEG, PNG"


def test_a_name_in_the_middle_does_not_count() -> None:
    assert reason_of(b"x" + encoded(Image.new("L", (1, 1)), "PNG"))[0] is Reason.NOT_AN_IMAGE


def test_an_avif_may_be_a_heif_by_its_major_brand() -> None:
    data = encoded(quadrants(), "AVIF")
    assert data[8:12] == b"avif"
    assert sniff(data[:8] + b"mif1" + data[12:], ["avif"]).name == "avif"
