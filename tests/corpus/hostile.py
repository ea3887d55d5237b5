"""Files made to hurt: cheap to make, small enough to upload, and dear for a naive reader.

All hold a picture. What is wrong is what lies around its pixels, or how many there are.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

from PIL import Image

from tests.support.containers import (
    GREY,
    GREY_ALPHA,
    PALETTE,
    RGB,
    RGB_ALPHA,
    blank_png,
    chunk,
    jpeg_exif,
    jpeg_with,
    png_with,
    segment,
    zeros,
)
from tests.support.pictures import encoded, jpeg, png

UPLOAD_LIMIT = 5 * 2**20
_SIDE = 4000
_ROOM = UPLOAD_LIMIT - 2**16


def _fill(piece: bytes, room: int = _ROOM) -> bytes:
    return piece * (room // len(piece))


def _scans(count: int) -> bytes:
    """A progressive JPEG with its last scan, of a few bytes, said again and again."""
    data = encoded(Image.new("L", (_SIDE, _SIDE), 90), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * count + data[-2:]


def _looping_exif() -> bytes:
    """A directory that names itself as the next one, and as its own sub-directory."""
    entry = struct.pack(">HHII", 0x8769, 4, 1, 8)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 8)


def _animation(frames: int) -> bytes:
    control = chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 64, 48, 0, 0, 1, 1, 0, 0))
    return png_with(png(), chunk(b"acTL", struct.pack(">II", frames, 0)), control)


def _sized(*options: int, interlaced: bool = False) -> Callable[[], bytes]:
    return lambda: blank_png(_SIDE, _SIDE, *options, interlaced=interlaced)


def _sized_jpeg(mode: str, **options: object) -> Callable[[], bytes]:
    return lambda: encoded(Image.new(mode, (_SIDE, _SIDE)), "JPEG", **options)


# Each must be rendered: what is odd about it does not concern its pixels.
HARMLESS: dict[str, Callable[[], bytes]] = {
    "jpeg, Exif loop": lambda: jpeg_with(jpeg(), jpeg_exif(_looping_exif())),
    "jpeg, 5 MiB after the end": lambda: jpeg() + _fill(b"\xff\xd8\xff\xe0"),
    "jpeg, 1 x 60,000": lambda: encoded(Image.new("RGB", (1, 60_000)), "JPEG"),
    "jpeg, 16 million pixels": _sized_jpeg("RGB"),
    "jpeg, 16 million pixels, progressive": _sized_jpeg("RGB", progressive=True),
    "jpeg, 16 million pixels, progressive, 4:4:4": _sized_jpeg(
        "RGB", progressive=True, subsampling=0
    ),
    "jpeg, 16 million pixels of CMYK": _sized_jpeg("CMYK", progressive=True),
    "png, Exif loop": lambda: png_with(png(), chunk(b"eXIf", _looping_exif())),
    "png, text bomb": lambda: png_with(png(), chunk(b"zTXt", b"a\0\0" + zeros(2**28))),
    "png, a thousand text bombs": lambda: png_with(
        png(), _fill(chunk(b"zTXt", b"a\0\0" + zeros(2**20 - 1)))
    ),
    "png, pixel bomb": lambda: png_with(
        blank_png(1, 1, 8, RGB), chunk(b"IDAT", zeros(2**28)), before=b"IEND"
    ),
    "png, animation that lacks its frames": lambda: _animation(100_000),
    "png, 16 million pixels of grey": _sized(8, GREY),
    "png, 16 million pixels of 16-bit grey": _sized(16, GREY),
    "png, 16 million pixels of grey with alpha": _sized(8, GREY_ALPHA),
    "png, 16 million pixels of a palette": _sized(1, PALETTE),
    "png, 16 million pixels of RGB, interlaced": _sized(8, RGB, interlaced=True),
    "png, 16 million pixels of RGBA": _sized(8, RGB_ALPHA),
    "png, 16 million pixels of 16-bit RGBA": _sized(16, RGB_ALPHA),
}

# Each may be rendered or rejected, but soon.
COSTLY: dict[str, Callable[[], bytes]] = {
    "jpeg, 10,000 scans": lambda: _scans(10_000),
    "jpeg, a million segments": lambda: jpeg_with(jpeg(), _fill(segment(0xEB, b""))),
    "jpeg, a million comments": lambda: jpeg_with(jpeg(), _fill(segment(0xFE, b""))),
    "jpeg, Exif in 200,000 pieces": lambda: jpeg_with(
        jpeg(), _fill(jpeg_exif(b"MM\0*\0\0\0\x08" + bytes(8)))
    ),
    "jpeg, ICC profile in 200,000 pieces": lambda: jpeg_with(
        jpeg(), _fill(segment(0xE2, b"ICC_PROFILE\0\x01\xff" + bytes(8)))
    ),
    "jpeg, 80,000 quantization tables": lambda: jpeg_with(
        jpeg(), _fill(segment(0xDB, b"\0" + bytes([1] * 64)))
    ),
    "jpeg, 400,000 Photoshop blocks": lambda: jpeg_with(
        jpeg(), _fill(segment(0xED, b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0\0\0\0\0" * 5400))
    ),
    "jpeg, 5 MiB of fill bytes": lambda: jpeg_with(jpeg(), _fill(b"\xff")),
    "png, 400,000 chunks": lambda: png_with(png(), _fill(chunk(b"teSt", b""))),
    "png, 400,000 pixel chunks": lambda: png_with(png(), _fill(chunk(b"IDAT", b""))),
    "png, 400,000 pixel chunks at the end": lambda: png_with(
        png(), _fill(chunk(b"IDAT", b"")), before=b"IEND"
    ),
    "png, 300,000 texts": lambda: png_with(png(), _fill(chunk(b"tEXt", b"a\0b"))),
    "png, ICC bomb": lambda: png_with(png(), chunk(b"iCCP", b"a\0\0" + zeros(2**28))),
    "png, 4,000 ICC profiles": lambda: png_with(
        png(), _fill(chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(2**20 - 1))))
    ),
    "png, one row of 16 million pixels": lambda: blank_png(16_000_000, 1, 8, RGB),
    "png, one column of 16 million pixels": lambda: blank_png(1, 16_000_000, 8, RGB),
}
