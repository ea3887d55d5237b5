"""JPEGs that lack their end marker, of which some lack nothing else.

Without one, libjpeg waits for bits beyond the last pixel; with one, it fills what is missing with
grey and says nothing. So such a file is decoded twice, with ends that differ in every bit: pixels
that are the same both times do not depend on what is missing.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from thumbnailer.imaging.formats.jpeg_segments import FRAMES, SEQUENTIAL, SOS, segments

if TYPE_CHECKING:
    from PIL import Image

_END, _SCAN = b"\xff\xd9", b"\xff\xda"
_RESTARTS = [bytes((0xFF, 0xD0 + number)) for number in range(8)]
# More bits than libjpeg reads ahead, none of which makes a marker.
_BITS = bytes(7 * number % 255 for number in range(1, 65))
_OPPOSITE = bytes(0xFF ^ byte for byte in _BITS)
_FREQUENCIES = range(64)
# A scan's head at least: how many channels, one of them, the first and the last frequency, bits.
_SCAN_BYTES = 6
_BAND = 64  # rows


def ended(data: bytes) -> bytes | None:
    """A JPEG with an end; None if it has its own, or lacks whole scans too.

    Args:
        data: the essence of a JPEG.
    """
    first = data.find(_SCAN)
    if first < 0 or data.rfind(_END, first) >= 0 or not _has_all_scans(data):
        return None
    # Where a restart marker is due next, the bits before it do not count.
    last = data.rfind(_SCAN)
    restarts = [data.rfind(marker, last) for marker in _RESTARTS]
    following = restarts.index(max(restarts)) + 1 if max(restarts) >= 0 else 0
    restart = _RESTARTS[following % len(_RESTARTS)]
    whole = data.rstrip(b"\xff")  # half a marker
    return whole + _BITS + restart + _BITS + _END


def ended_otherwise(data: bytes) -> bytes:
    """A JPEG that `ended` made, with the opposite end."""
    bits = len(_BITS)
    restart = data[-bits - 4 : -bits - 2]
    return data[: -2 * bits - 4] + _OPPOSITE + restart + _OPPOSITE + _END


def checksum(image: Image.Image) -> int:
    """Of the pixels, a band at a time, so that no copy of all of them is made."""
    total = 0
    for top in range(0, image.height, _BAND):
        part = (0, top, image.width, min(top + _BAND, image.height))
        total = zlib.crc32(image.crop(part).tobytes(), total)
    return total


def _has_all_scans(data: bytes) -> bool:
    """Whether every coefficient of every channel is there to its last bit, or begun to be."""
    missing: dict[int, set[int]] = {}
    sequential = False
    for marker, body in segments(data):
        if marker in FRAMES:
            sequential = marker in SEQUENTIAL
            missing = {channel: set(_FREQUENCIES) for channel in body[6::3]}
        elif marker == SOS and len(body) >= _SCAN_BYTES:
            channels = body[1 : 1 + 2 * body[0] : 2]
            first, last, bits = (0, 63, 0) if sequential else body[-3:]
            if bits & 0xF == 0:
                for channel in channels:
                    missing.get(channel, set()).difference_update(range(first, last + 1))
            if not any(missing.values()):
                return True
    return False
