"""Pictures with something wrong beside their pixels, and the sound ones that they show."""

from __future__ import annotations

import zlib
from typing import NamedTuple

from PIL import ImageCms

from tests.support.containers import (
    GREY,
    PALETTE,
    RGB,
    RGB_ALPHA,
    chunk,
    exif,
    jpeg_with,
    png_of,
    png_with,
    segment,
)
from tools.samples.pictures import encoded, quadrants


class Flawed(NamedTuple):
    """A file, and one without a flaw that looks the same."""

    data: bytes
    sound: bytes


def swapped_profile() -> bytes:
    """sRGB with the red and the blue primary exchanged: unmistakable when applied, or not."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = data.index(b"rXYZ"), data.index(b"bXYZ")
    data[red : red + 4], data[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(data)


def _iccp(profile: bytes) -> bytes:
    return chunk(b"iCCP", b"a name\0\0" + zlib.compress(profile))


def _wrong(part: bytes) -> bytes:
    """A chunk with another checksum."""
    return part[:-1] + bytes([part[-1] ^ 0xFF])


_PLTE = chunk(b"PLTE", bytes.fromhex("ff0000 00ff00 0000ff 808080"))
_GREY = png_of((4, 2), 8, GREY, bytes.fromhex("0050a0ff ff005000"))
_RGB = png_of((2, 2), 8, RGB, bytes.fromhex("102030405060 405060102030"))
_ALPHA = png_of((2, 1), 8, RGB_ALPHA, bytes.fromhex("10203080 405060ff"))
_BY_PALETTE = png_of((4, 1), 8, PALETTE, bytes.fromhex("00010203"), [_PLTE])
_PROFILE = _iccp(swapped_profile())
_GREY_CLEAR = chunk(b"tRNS", b"\0\x50")
_RGB_CLEAR = chunk(b"tRNS", bytes.fromhex("0040 0050 0060"))
_HALF = chunk(b"tRNS", bytes.fromhex("80"))
_TURNED = chunk(b"eXIf", exif(6))

PNGS = {
    "a profile with a wrong checksum": Flawed(
        png_with(_RGB, _wrong(_PROFILE)), png_with(_RGB, _PROFILE)
    ),
    "a profile of nothing": Flawed(png_with(_RGB, chunk(b"iCCP", b"")), _RGB),
    "a profile of nothing but a name": Flawed(png_with(_RGB, chunk(b"iCCP", b"name")), _RGB),
    "a profile packed in an unknown way": Flawed(
        png_with(_RGB, chunk(b"iCCP", b"name\0\1" + zlib.compress(swapped_profile()))), _RGB
    ),
    "a profile that is not packed": Flawed(
        png_with(_RGB, chunk(b"iCCP", b"name\0\0" + swapped_profile())), _RGB
    ),
    "a second profile": Flawed(
        png_with(_RGB, _PROFILE, chunk(b"iCCP", b"")), png_with(_RGB, _PROFILE)
    ),
    "a profile after the pixels": Flawed(png_with(_RGB, _PROFILE, before=b"IEND"), _RGB),
    "a profile after the palette": Flawed(png_with(_BY_PALETTE, _PROFILE), _BY_PALETTE),
    "Exif data with a wrong checksum": Flawed(
        png_with(_GREY, _wrong(_TURNED)), png_with(_GREY, _TURNED)
    ),
    "Exif data of nothing": Flawed(png_with(_GREY, chunk(b"eXIf", b"")), _GREY),
    "transparent grey with a wrong checksum": Flawed(
        png_with(_GREY, _wrong(_GREY_CLEAR)), png_with(_GREY, _GREY_CLEAR)
    ),
    "a transparent colour with a wrong checksum": Flawed(
        png_with(_RGB, _wrong(_RGB_CLEAR)), png_with(_RGB, _RGB_CLEAR)
    ),
    "a transparent entry with a wrong checksum": Flawed(
        png_with(_BY_PALETTE, _wrong(_HALF)), png_with(_BY_PALETTE, _HALF)
    ),
    "transparent grey of nothing": Flawed(png_with(_GREY, chunk(b"tRNS", b"")), _GREY),
    "transparent grey of one byte": Flawed(png_with(_GREY, chunk(b"tRNS", b"\0")), _GREY),
    "a transparent colour of nothing": Flawed(png_with(_RGB, chunk(b"tRNS", b"")), _RGB),
    "a transparent colour of 8 bytes": Flawed(
        png_with(_RGB, chunk(b"tRNS", bytes.fromhex("0040 0050 0060 0000"))), _RGB
    ),
    "transparent entries of nothing": Flawed(
        png_with(_BY_PALETTE, chunk(b"tRNS", b"")), _BY_PALETTE
    ),
    "more transparent entries than colours": Flawed(
        png_with(_BY_PALETTE, chunk(b"tRNS", bytes(5))), _BY_PALETTE
    ),
    "transparent entries before the palette": Flawed(
        png_with(_BY_PALETTE, _HALF, before=b"PLTE"), _BY_PALETTE
    ),
    "a transparent colour after the pixels": Flawed(
        png_with(_RGB, _RGB_CLEAR, before=b"IEND"), _RGB
    ),
    "a transparent colour beside an alpha channel": Flawed(png_with(_ALPHA, _RGB_CLEAR), _ALPHA),
    "a palette that no pixel needs, with a wrong checksum": Flawed(
        png_with(_RGB, _wrong(_PLTE)), _RGB
    ),
}
TOO_LARGE_PROFILE = Flawed(png_with(_RGB, _iccp(swapped_profile() + bytes(2**20))), _RGB)


def _without(data: bytes, marker: int) -> bytes:
    """A JPEG without its first segment of a kind."""
    at = data.index(bytes((0xFF, marker)))
    return data[:at] + data[at + 2 + int.from_bytes(data[at + 2 : at + 4]) :]


_JFIF, _ADOBE, _APP2 = 0xE0, 0xEE, 0xE2
_JPEG = encoded(quadrants(), "JPEG")
_BARE = _without(_JPEG, _JFIF)
# Not YCbCr, which nothing but Adobe's segment says.
_ADOBE_RGB = encoded(quadrants(), "JPEG", keep_rgb=True)
_WITH_PROFILE = encoded(quadrants(), "JPEG", icc_profile=swapped_profile())

JPEGS = {
    "a JFIF segment of 5 bytes": Flawed(jpeg_with(_BARE, segment(_JFIF, b"JFIF\0")), _BARE),
    "a JFIF segment of 6 bytes": Flawed(jpeg_with(_BARE, segment(_JFIF, b"JFIF\0\1")), _BARE),
    "a JFIF segment of 5 bytes before a whole one": Flawed(
        jpeg_with(_JPEG, segment(_JFIF, b"JFIF\0")), _JPEG
    ),
    "an Adobe segment of 5 bytes": Flawed(jpeg_with(_JPEG, segment(_ADOBE, b"Adobe")), _JPEG),
    "an Adobe segment of 11 bytes": Flawed(
        jpeg_with(_JPEG, segment(_ADOBE, b"Adobe\0\x64" + bytes(4))), _JPEG
    ),
    "an Adobe segment of 5 bytes before a whole one": Flawed(
        jpeg_with(_ADOBE_RGB, segment(_ADOBE, b"Adobe")), _ADOBE_RGB
    ),
    "a profile without its numbers": Flawed(
        jpeg_with(_JPEG, segment(_APP2, b"ICC_PROFILE\0")), _JPEG
    ),
    "a profile with one of its numbers": Flawed(
        jpeg_with(_JPEG, segment(_APP2, b"ICC_PROFILE\0\1")), _JPEG
    ),
    "a profile without its numbers before a whole one": Flawed(
        jpeg_with(_WITH_PROFILE, segment(_APP2, b"ICC_PROFILE\0")), _WITH_PROFILE
    ),
    "no end marker": Flawed(_JPEG[:-2], _JPEG),
    "half an end marker": Flawed(_JPEG[:-1], _JPEG),
}
