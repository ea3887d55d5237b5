"""Pictures, named by the property they have."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image
from pillow_heif import as_plugin

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 200, 60), (40, 60, 220), (245, 245, 245)

# What turns an upright picture into the stored one of each Exif orientation.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def quadrants(width: int = 64, height: int = 48) -> Image.Image:
    """Red, green / blue, white: every turn and every flip shows in the corners."""
    image = Image.new("RGB", (width, height))
    half_w, half_h = width // 2, height // 2
    boxes = {
        RED: (0, 0, half_w, half_h),
        GREEN: (half_w, 0, width, half_h),
        BLUE: (0, half_h, half_w, height),
        WHITE: (half_w, half_h, width, height),
    }
    for colour, box in boxes.items():
        image.paste(colour, box)
    return image


def encoded(image: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    """An image as the bytes of a file."""
    buffer = BytesIO()
    if form.upper() == "HEIC":
        # Pillow's way to the encoder turns Exif's orientation into the container's own, as cameras
        # do. Called by name: registering it would be a switch for all tests.
        image = image.copy()
        image.encoderinfo = options
        as_plugin._save_heif(image, buffer, "")
    else:
        image.save(buffer, form, **options)
    return buffer.getvalue()


def jpeg(width: int = 64, height: int = 48, **options: Any) -> bytes:
    """The quadrants as a JPEG."""
    return encoded(quadrants(width, height), "JPEG", **{"quality": 92, **options})


def png(width: int = 64, height: int = 48, **options: Any) -> bytes:
    """The quadrants as a PNG."""
    return encoded(quadrants(width, height), "PNG", **options)


def plain_png(colour: tuple[int, int, int], side: int = 8) -> bytes:
    """A PNG of one colour; another colour has another ETag."""
    return encoded(Image.new("RGB", (side, side), colour))


def turned_jpeg(orientation: int, width: int = 64, height: int = 48, **options: Any) -> bytes:
    """The quadrants, stored turned and with the Exif orientation that turns them upright."""
    method = STORED[orientation]
    image = quadrants(width, height)
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "a camera"
    stored = image if method is None else image.transpose(method)
    return encoded(stored, "JPEG", **{"quality": 92, "exif": exif, **options})


def png_claiming(width: int, height: int) -> bytes:
    """A PNG whose header announces a size, and which holds next to no pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 64))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


def opened(data: bytes) -> Image.Image:
    """A file as a loaded image."""
    image = Image.open(BytesIO(data))
    image.load()
    return image
