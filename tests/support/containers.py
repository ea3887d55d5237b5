"""Files put together by hand, piece by piece, where no encoder makes what a test needs."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
GREY, RGB, PALETTE, GREY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
_CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGB_ALPHA: 4}
_BLOCK = 2**20
# The passes of an interlaced PNG: the first column and row, and the steps to the next ones.
_ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4)]
_ADAM7 += [(1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind: bytes, data: bytes) -> bytes:
    """A PNG chunk."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(
    size: tuple[int, int], depth: int, colour: int, scanlines: bytes, extra: Sequence[bytes] = ()
) -> bytes:
    """A PNG.

    Args:
        size: width and height in pixels.
        depth: bits a channel.
        colour: the type: 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha.
        scanlines: the pixels, row by row, without filter bytes.
        extra: chunks between the header and the pixels.
    """
    width, height = size
    stride = row_bytes(width, depth, colour)
    rows = (scanlines[at : at + stride] for at in range(0, stride * height, stride))
    packed = zlib.compress(b"".join(b"\0" + row for row in rows))
    return _png(size, depth, colour, packed, extra)


def png_of_samples(
    size: tuple[int, int],
    depth: int,
    colour: int,
    samples: Sequence[int],
    extra: Sequence[bytes] = (),
    *,
    interlaced: bool = False,
) -> bytes:
    """A PNG.

    Args:
        size: width and height in pixels.
        depth: bits a channel, 1 to 16.
        colour: as above.
        samples: of all pixels row by row, channel by channel, each less than 2**depth.
        extra: chunks between the header and the pixels.
        interlaced: in the seven passes of Adam7.
    """
    (width, height), channels = size, _CHANNELS[colour]
    rows = []
    for left, top, across, down in _ADAM7 if interlaced else [(0, 0, 1, 1)]:
        for y in range(top, height if left < width else 0, down):
            bits = "".join(
                f"{samples[(y * width + x) * channels + channel]:0{depth}b}"
                for x in range(left, width, across)
                for channel in range(channels)
            )
            bits += "0" * (-len(bits) % 8)
            rows.append(b"\0" + int(bits, 2).to_bytes(len(bits) // 8))
    packed = zlib.compress(b"".join(rows))
    return _png(size, depth, colour, packed, extra, interlaced=interlaced)


def png_filtered(
    size: tuple[int, int], colour: int, filtered: bytes, piece: int = 2**16, level: int = 6
) -> bytes:
    """A PNG of 8 bits a channel of scanlines that are filtered already.

    Args:
        size: width and height in pixels.
        colour: as above.
        filtered: the rows, each after the number of its filter.
        piece: how many compressed bytes an IDAT chunk holds.
        level: of the compression, 0 to 9.
    """
    packed = zlib.compress(filtered, level)
    pieces = [packed[at : at + piece] for at in range(0, len(packed), piece)]
    header = struct.pack(">IIBBBBB", *size, 8, colour, 0, 0, 0)
    pixels = [chunk(b"IDAT", data) for data in pieces]
    return b"".join([PNG_MAGIC, chunk(b"IHDR", header), *pixels, chunk(b"IEND", b"")])


def blank_png(
    width: int, height: int, depth: int, colour: int, *, interlaced: bool = False
) -> bytes:
    """A black PNG, transparent if it can be, compressed a thousandfold."""
    passes = [(width, height)]
    if interlaced:
        passes = [(-(-(width - x) // dx), -(-(height - y) // dy)) for x, y, dx, dy in _ADAM7]
    size = sum(rows * (1 + row_bytes(columns, depth, colour)) for columns, rows in passes)
    palette = [chunk(b"PLTE", bytes(6))] if colour == PALETTE else []
    return _png((width, height), depth, colour, zeros(size), palette, interlaced=interlaced)


def row_bytes(width: int, depth: int, colour: int) -> int:
    """How many bytes a row of pixels takes."""
    return (width * depth * _CHANNELS[colour] + 7) // 8


def zeros(size: int) -> bytes:
    """So many zero bytes, deflated."""
    packer = zlib.compressobj(9)
    block = bytes(_BLOCK)
    packed = [packer.compress(block) for _ in range(size // _BLOCK)]
    return b"".join([*packed, packer.compress(bytes(size % _BLOCK)), packer.flush()])


def png_with(data: bytes, *chunks: bytes, before: bytes = b"IDAT") -> bytes:
    """A PNG with more chunks, just before its first one of a kind."""
    at = data.index(before) - 4
    return data[:at] + b"".join(chunks) + data[at:]


def segment(marker: int, data: bytes) -> bytes:
    """A JPEG marker segment."""
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def jpeg_with(data: bytes, *segments: bytes) -> bytes:
    """A JPEG with more segments, just after its first marker."""
    return data[:2] + b"".join(segments) + data[2:]


def exif(orientation: int) -> bytes:
    """An Exif block that says nothing but an orientation, as it stands in a PNG."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)


def exif_of_artist(name: str) -> bytes:
    """An Exif block that says nothing but who made the picture, in four letters or more."""
    entry = struct.pack(">HHII", 0x013B, 2, len(name) + 1, 26)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4) + name.encode() + b"\0"


def jpeg_exif(block: bytes) -> bytes:
    """The segment that holds an Exif block in a JPEG."""
    return segment(0xE1, b"Exif\0\0" + block)


def _png(
    size: tuple[int, int],
    depth: int,
    colour: int,
    packed: bytes,
    extra: Sequence[bytes],
    *,
    interlaced: bool = False,
) -> bytes:
    header = struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, int(interlaced))
    pixels = chunk(b"IDAT", packed)
    return b"".join([PNG_MAGIC, chunk(b"IHDR", header), *extra, pixels, chunk(b"IEND", b"")])


def big_exif(entries: int, room: int) -> bytes:
    """An Exif block of up to 30,000 private tags, all of which claim the same 4,000 bytes."""
    after = 10 + 12 * entries + 4
    tags = (struct.pack(">HHII", 0x8900 + tag, 3, 2000, after) for tag in range(entries))
    return b"MM\0*" + struct.pack(">IH", 8, entries) + b"".join(tags) + bytes(4 + room)


def avif_with_exif(data: bytes, block: bytes) -> bytes:
    """An AVIF of Pillow's that holds a small Exif block, with another in its place, at the end."""
    start = data.index(b"MM\0*")
    # The item begins four bytes before; where, is written in four bytes, and so is how long it is.
    where = data.index(struct.pack(">I", start - 4))
    head = struct.pack(">I4s", len(block) + 12, b"free")
    place = struct.pack(">II", len(data) + len(head), len(block) + 4)
    return data[:where] + place + data[where + 8 :] + head + bytes(4) + block


def webp_with_exif(data: bytes, block: bytes) -> bytes:
    """A WebP of Pillow's that has an Exif chunk, its last, with another in its place."""
    body = data[8 : data.index(b"EXIF")]
    body += struct.pack("<4sI", b"EXIF", len(block)) + block + bytes(len(block) % 2)
    return struct.pack("<4sI", b"RIFF", len(body)) + body
