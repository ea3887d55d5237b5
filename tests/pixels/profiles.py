"""ICC profiles: two that libvips carries, and some put together from their definitions."""

from __future__ import annotations

import struct
from functools import cache
from typing import Literal

import pyvips

# Primaries of Adobe RGB (1998), adapted to D50, https://www.adobe.com/digitalimag/pdfs/AdobeRGB1998.pdf
_ADOBE_RGB = (
    (0.60974, 0.31111, 0.01947),
    (0.20528, 0.62567, 0.06087),
    (0.14919, 0.06322, 0.74457),
)
_D50 = (0.9642, 1.0, 0.8249)


@cache
def carried(name: Literal["p3", "cmyk"]) -> bytes:
    """Display P3, or a press's CMYK."""
    bands, space = (4, "cmyk") if name == "cmyk" else (3, "srgb")
    dot = pyvips.Image.black(1, 1, bands=bands).copy(interpretation=space)
    made = dot.icc_transform(name, input_profile="cmyk" if bands == 4 else "srgb")
    profile = made.get("icc-profile-data")
    assert isinstance(profile, bytes)
    return profile


def adobe_rgb() -> bytes:
    """Adobe RGB (1998)."""
    colorants = dict(zip((b"rXYZ", b"gXYZ", b"bXYZ"), map(_xyz, _ADOBE_RGB), strict=True))
    curves = dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _gamma(563 / 256))
    return _profile(b"RGB ", colorants | curves)


def grey(gamma: float) -> bytes:
    """A grey of another gamma than sRGB's."""
    return _profile(b"GRAY", {b"kTRC": _gamma(gamma)})


def _xyz(value: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(part * 65536) for part in value))


def _gamma(value: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IHxx", 1, round(value * 256))


def _profile(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    """A version 2 display profile, https://www.color.org/specification/ICC.1-2001-04.pdf"""
    text = b"test\0"
    described = b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(79)
    tags = tags | {
        b"desc": described + bytes(-len(described) % 4),
        b"cprt": b"text\0\0\0\0none\0\0\0\0",
        b"wtpt": _xyz(_D50),
    }
    at = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        table += name + struct.pack(">II", at + len(body), len(data))
        body += data
    illuminant = struct.pack(">3i", *(round(part * 65536) for part in _D50))
    header = struct.pack(
        ">I4xI4s4s4s12x4s4xI4s12xI", at + len(body), 0x02100000, b"mntr", space, b"XYZ ",
        b"acsp", 0, b"none", 0,
    )  # fmt: skip
    return (header + illuminant).ljust(128, b"\0") + table + body
