"""The essence of a JPEG, ITU-T T.81, https://www.w3.org/Graphics/JPEG/itu-t81.pdf."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.imaging.formats.parts import most_parts, too_many

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKER = re.compile(rb"\xff+([\x01-\xfe])")
# Within pixels, 0xFF 0x00 is a value and 0xFF 0xD0 to 0xD7 are restarts.
_AFTER_SCAN = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")
_BARE = {0x01, *range(0xD0, 0xD9)}
_EOI, _APP2 = 0xD9, 0xE2
SOS = 0xDA
# Segments that count the first time they begin so and have as many bytes as libjpeg asks for: JFIF,
# Exif, and Adobe's colours.
_ONCE = {0xE0: (b"JFIF\0", 14), 0xE1: (b"Exif\0\0", 6), 0xEE: (b"Adobe", 12)}
# Which piece of how many follows in two bytes.
_ICC, _ICC_BYTES = b"ICC_PROFILE\0", 14
_LENGTH_END = 4  # marker and length come before a segment's body
_TABLES = {0xC4, 0xCC, 0xDB, 0xDD}
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC} | {0xF7}
# Baseline, extended and progressive, Huffman or arithmetic coded; of 8 bits.
_DECODED_FRAMES = {0xC0, 0xC1, 0xC2, 0xC9, 0xCA}
SEQUENTIAL = {0xC0, 0xC1, 0xC9}
_BITS = 8
# A progressive JPEG has about ten scans, and each costs a pass over the whole picture.
_MAX_SCANS = 50
_MAX_PROFILE_PIECES = 255
_PROGRESSIVE = 0xC2
_LOW_FREQUENCIES = 9
_SCAN = b"\xff\xda"


def essence(data: bytes) -> bytes:
    """The segments that matter, and all that follows the first scan."""
    # Views, so that megabytes of pixels are copied once at most.
    view, complete = memoryview(data), b""
    parts, once, profile_pieces = [view[:2]], set(_ONCE), 0
    for marker, start, end in _segments(data):
        body = data[start + _LENGTH_END : end]
        if marker == SOS:
            # The first scan of a sequential JPEG that has all its components is its only one.
            if body[:1] != complete:
                _check_scans(data, start)
            parts.append(view[start:])
            return data if sum(map(len, parts)) == len(data) else b"".join(parts)
        if marker in FRAMES:
            _check_frame(marker, body)
            complete = body[5:6] if marker in SEQUENTIAL else b""
        keep = marker in _TABLES | FRAMES
        if marker in once and _is(body, *_ONCE[marker]):
            once.remove(marker)
            keep = True
        if marker == _APP2 and _is(body, _ICC, _ICC_BYTES):
            profile_pieces += 1
            keep = profile_pieces <= _MAX_PROFILE_PIECES
        if keep:
            parts.append(view[start:end])
    return b"".join(parts)


def thinned(data: bytes) -> bytes:
    """A progressive JPEG without the scans that do not show at an eighth of its size.

    There a pixel's brightness is the mean of a block, which is the block's first coefficient; the
    colours may be stored at half the size, and need more. The first pass over the nine lowest
    frequencies stays, though it does not show either: without it libjpeg takes the picture for one
    that is still arriving, and smooths it.

    Args:
        data: the essence of a JPEG; left as it is if it is not progressive, or odd, or cut off.
    """
    parts, at, luma = [data[:2]], 2, -1
    while (found := _AFTER_SCAN.match(data, at)) and found[1][0] != _EOI:
        marker, body = found[1][0], found.end()
        end = body + int.from_bytes(data[body : body + 2])
        keep = True
        if marker == _PROGRESSIVE:
            luma = data[body + 8]  # the first component's id
        if marker == SOS:
            following = _AFTER_SCAN.search(data, end)
            if following is None:
                return data
            component, (first, last, bits) = data[body + 3], data[end - 3 : end]
            is_first_pass = bits >> 4 == 0
            keep = first == 0 or component != luma or (is_first_pass and last <= _LOW_FREQUENCIES)
            end = following.start()
        if keep:
            parts.append(data[at:end])
        at = end
    return b"".join([*parts, data[at:]]) if found and luma >= 0 else data


def segments(data: bytes, start: int = 2) -> Iterator[tuple[int, bytes]]:
    """Marker and body of each segment to the end marker, also of those that follow a scan.

    Args:
        data: a JPEG.
        start: where to begin, outside of a segment.
    """
    while (found := _AFTER_SCAN.search(data, start)) and found[1][0] != _EOI:
        start = found.end() + int.from_bytes(data[found.end() : found.end() + 2])
        yield found[1][0], data[found.end() + 2 : start]


def _is(body: bytes, beginning: bytes, length: int) -> bool:
    return body.startswith(beginning) and len(body) >= length


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, beginning and end of each segment up to the first scan."""
    at, count, limit = 2, 0, most_parts(data)
    while found := _MARKER.search(data, at):
        count += 1
        if count > limit:
            raise too_many("segments", limit)
        marker, at = found[1][0], found.end()
        if marker not in _BARE and at + 2 <= len(data):
            at += int.from_bytes(data[at : at + 2])
            yield marker, found.end() - 2, at


def _check_scans(data: bytes, first: int) -> None:
    # A quick count first: it may find too many, in pictures or films that follow this one.
    if data.count(_SCAN, first) <= _MAX_SCANS:
        return
    scans = 0
    for marker, _ in segments(data, first):
        scans += marker == SOS
        if scans > _MAX_SCANS:
            raise too_many("scans", _MAX_SCANS)


def _check_frame(marker: int, body: bytes) -> None:
    if marker not in _DECODED_FRAMES or (body and body[0] != _BITS):
        raise Rejected(
            Reason.UNSUPPORTED_FORMAT,
            "the JPEG is lossless, hierarchical or of more than 8 bits; baseline and progressive"
            " ones of 8 bits are accepted",
        )
