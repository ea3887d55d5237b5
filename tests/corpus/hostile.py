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
    avif_with_exif,
    big_exif,
    blank_png,
    chunk,
    exif_of_artist,
    jpeg_exif,
    jpeg_with,
    png_with,
    segment,
    webp_with_exif,
    zeros,
)
from tools.samples.pictures import encoded, jpeg, png, quadrants

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
    "png, 49 million pixels of 16-bit grey": lambda: blank_png(7000, 7000, 16, GREY),
    "png, 36 million pixels of 16-bit RGB, one clear": lambda: png_with(
        blank_png(6000, 6000, 16, RGB), chunk(b"tRNS", bytes(6))
    ),
    "png, 49 million pixels of a palette, one clear": lambda: png_with(
        blank_png(7000, 7000, 8, PALETTE), chunk(b"tRNS", b"\0")
    ),
    "png, 49 million pixels of 16-bit RGBA, interlaced": lambda: blank_png(
        7000, 7000, 16, RGB_ALPHA, interlaced=True
    ),
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
    "png, one row of 34 million pixels of 16-bit RGBA": lambda: blank_png(
        34_000_000, 1, 16, RGB_ALPHA
    ),
    "png, one row of 16 million pixels": lambda: blank_png(16_000_000, 1, 8, RGB),
    "png, one column of 16 million pixels": lambda: blank_png(1, 16_000_000, 8, RGB),
}


_MARK = exif_of_artist("a" * 99)
_EXIF = big_exif(30_000, 4 * 2**20)


def _gif(*parts: bytes) -> bytes:
    """A GIF with parts before its end."""
    return encoded(quadrants(), "GIF").removesuffix(b";") + b"".join(parts) + b";"


def _gif_frame(width: int, height: int) -> bytes:
    return struct.pack("<BHHHHBB", 0x2C, 0, 0, width, height, 0, 2) + b"\2\x44\1\0"


def _moving_gif(side: int, frames: int, **options: object) -> bytes:
    first, *others = (Image.new("P", (side, side), number) for number in range(frames))
    return encoded(first, "GIF", save_all=True, append_images=others, **options)


def _tiff(tags: dict[int, int], content: bytes) -> bytes:
    """A TIFF of 16x16 pixels of one bit, deflated."""
    start = 8 + 2 + 12 * 7 + 12 * len(tags) + 4
    offset, length = (324, 325) if 322 in tags else (273, 279)
    known = {256: 16, 257: 16, 258: 1, 259: 8, 262: 1, offset: start, length: len(content)} | tags
    entries = (struct.pack("<HHII", tag, 4, 1, value) for tag, value in sorted(known.items()))
    head = b"II*\0" + struct.pack("<IH", 8, len(known))
    return head + b"".join(entries) + bytes(4) + content


def _tiled(side: int) -> bytes:
    return _tiff({322: side, 323: side}, zeros(side * side // 8))


# Mostly of formats that are no default inputs. Each may be rendered or rejected, but soon, and
# within the estimate.
OTHER_FORMATS: dict[str, Callable[[], bytes]] = {
    "gif, comment in a million pieces": lambda: _gif(b"!\xfe" + b"\1c" * 2**20 + b"\0"),
    "gif, pixels in a million pieces": lambda: _gif(
        _gif_frame(1, 1)[:11] + b"\1\0" * 2**20 + b"\0"
    ),
    "gif, 5 MiB between its parts": lambda: _gif(_fill(b"\0")),
    "gif, 100,000 empty frames": lambda: _gif(
        (b"!\xf9\4\0\0\0\0\0" + _gif_frame(1, 1)[:11] + b"\0") * 100_000
    ),
    "gif, later frame larger": lambda: _gif(_gif_frame(13_000, 13_000)),
    "gif, 49 megapixels": lambda: _moving_gif(7000, 1),
    "gif, 49 megapixels, clear": lambda: _moving_gif(7000, 1, transparency=0),
    "gif, 3 frames of 16 megapixels": lambda: _moving_gif(4000, 3),
    "gif, 3 frames of 16 megapixels, clear": lambda: _moving_gif(
        4000, 3, transparency=0, disposal=2
    ),
    "tiff, one tile of 2 gigapixels": lambda: _tiled(46_336),
    "tiff, one tile of 49 megapixels": lambda: _tiled(7008),
    "tiff, a strip of a gigapixel": lambda: _tiff({278: 2**26}, zeros(32)),
    "tiff, 49 megapixels of a bit": lambda: encoded(
        Image.new("1", (7000, 7000)), "TIFF", compression="tiff_adobe_deflate"
    ),
    "tiff, 16 megapixels of RGBA": lambda: encoded(
        Image.new("RGBA", (4000, 4000)), "TIFF", compression="tiff_adobe_deflate"
    ),
    "webp, Exif of 4 MiB": lambda: webp_with_exif(encoded(quadrants(), "WEBP", exif=_MARK), _EXIF),
    "avif, Exif of 4 MiB": lambda: avif_with_exif(encoded(quadrants(), "AVIF", exif=_MARK), _EXIF),
    "png, Exif of 4 MiB": lambda: png_with(png(), chunk(b"eXIf", _EXIF)),
}
