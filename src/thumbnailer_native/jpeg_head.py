"""The segments before the scan of a baseline JPEG, ITU-T T.81 annex B.

libjpeg refuses some files for what is wrong in them, and guesses about others. So whatever is not
exactly as an encoder writes it is left to libjpeg: a length that does not fit, a table that there
is not or that comes twice, a marker that nobody needs.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

_START, _SIGN = b"\xff\xd8", 0xFF
_BASELINE, _EXTENDED = 0xC0, 0xC1  # which differ in how many tables there may be
_HUFFMAN, _SCAN, _QUANTIZERS, _RESTART = 0xC4, 0xDA, 0xDB, 0xDD
_APPLICATION, _ADOBE = range(0xE0, 0xF0), 0xEE
_YCBCR, _TRANSFORM = 1, 11  # where Adobe's segment has it
# Components that libjpeg takes for red, green and blue where no marker says what they are.
_RGB_IDS = b"RGB"
# What ends the head of a scan that holds every coefficient in full.
_ALL = bytes((0, 63, 0))
_NUMBERS, _CODE_LENGTHS, _MOST_CODES = 64, 16, 256
_QUANTIZER_IDS = range(4)
_AC = 0x10
_CODE_IDS = {*range(4), *range(_AC, _AC + 4)}
_DEPTH = 8  # bits of a sample
# libjpeg's limit.
_SIDES = range(1, 65501)
_COUNTS = (1, 3)
_FACTORS = (1, 2, 4)
_MARKER_BYTES, _LENGTH_BYTES = 2, 2
_FRAME_BYTES, _COMPONENT_BYTES = 6, 3


class Component(NamedTuple):
    """A component of a frame.

    Attributes:
        across: its horizontal sampling factor, 1, 2 or 4.
        down: its vertical one.
        quantizer: 64 numbers from 1 to 65535, in zigzag order.
        dc: of the table for differences of DC coefficients, how many codes have 1 to 16 bits, and
            as many symbols, at most 256.
        ac: the same for AC coefficients.
    """

    across: int
    down: int
    quantizer: tuple[int, ...]
    dc: bytes
    ac: bytes


class Head(NamedTuple):
    """What has to be known to decode a scan of all components.

    Attributes:
        size: of the picture, in pixels, 1 to 65500.
        components: one, for grey, or three, for YCbCr.
        restart: minimum coded units between two restart markers; 0 where there are none.
        start: where the entropy-coded data begin.
    """

    size: tuple[int, int]
    components: list[Component]
    restart: int
    start: int


class _OddError(Exception):
    """Left to libjpeg."""


def read(data: bytes) -> Head | None:
    """Read the segments up to the first scan.

    Args:
        data: a JPEG.

    Returns:
        What they say. None for another kind of JPEG, and where anything is unusual.
    """
    segments = _Segments()
    try:
        for marker, body, end in _split(data):
            if marker == _SCAN:
                return segments.head(body, end)
            segments.add(marker, body)
    except _OddError:
        pass
    return None


class _Segments:
    def __init__(self) -> None:
        self._quantizers: dict[int, tuple[int, ...]] = {}
        self._codes: dict[int, bytes] = {}
        self._restart = 0
        self._frame = b""
        self._is_ycbcr = True

    def add(self, marker: int, body: bytes) -> None:
        if marker == _QUANTIZERS:
            self._add_quantizers(body)
        elif marker == _HUFFMAN:
            self._add_codes(body)
        elif marker == _RESTART:
            _require(len(body) == struct.calcsize(">H"))
            (self._restart,) = struct.unpack(">H", body)
        elif marker in (_BASELINE, _EXTENDED):
            _require(not self._frame and len(body) > _FRAME_BYTES)
            _require(len(body) == _FRAME_BYTES + _COMPONENT_BYTES * body[5])
            self._frame = body
        elif marker == _ADOBE and body.startswith(b"Adobe"):
            _require(len(body) > _TRANSFORM)
            self._is_ycbcr = body[_TRANSFORM] == _YCBCR
        else:
            _require(marker in _APPLICATION)

    def _add_quantizers(self, body: bytes) -> None:
        at = 0
        while at < len(body):
            wide, number = divmod(body[at], 16)
            end = at + 1 + _NUMBERS * (1 + wide)
            _require(wide <= 1 and number in _QUANTIZER_IDS and number not in self._quantizers)
            _require(end <= len(body))
            form = f">{_NUMBERS}{'BH'[wide]}"
            self._quantizers[number] = struct.unpack_from(form, body, at + 1)
            _require(all(self._quantizers[number]))
            at = end

    def _add_codes(self, body: bytes) -> None:
        at = 0
        while at < len(body):
            table, symbols = body[at], at + 1 + _CODE_LENGTHS
            number = sum(body[at + 1 : symbols])
            end = symbols + number
            _require(table in _CODE_IDS and table not in self._codes)
            _require(number <= _MOST_CODES and end <= len(body))
            self._codes[table] = body[at + 1 : end]
            at = end

    def head(self, scan: bytes, start: int) -> Head:
        """Of a scan that has all of the frame's components, in its order."""
        _require(bool(self._frame))
        depth, height, width, count = struct.unpack_from(">BHHB", self._frame)
        _require(depth == _DEPTH and width in _SIDES and height in _SIDES and count in _COUNTS)
        declared = [self._frame[at : at + 3] for at in range(_FRAME_BYTES, len(self._frame), 3)]
        ids = bytes(component[0] for component in declared)
        _require(len(scan) == 1 + 2 * count + len(_ALL) and scan[0] == count)
        _require(scan[1:-3:2] == ids and scan[-3:] == _ALL and len(set(ids)) == count)
        _require(count == 1 or (self._is_ycbcr and ids != _RGB_IDS))
        components = map(self._component, declared, scan[2:-3:2])
        return Head((width, height), list(components), self._restart, start)

    def _component(self, declared: bytes, tables: int) -> Component:
        _, factors, quantizer = declared
        dc, ac = tables >> 4, _AC | tables & 0xF
        _require(quantizer in self._quantizers and dc in self._codes and ac in self._codes)
        across, down = divmod(factors, 16)
        _require(across in _FACTORS and down in _FACTORS)
        quantizers, codes = self._quantizers[quantizer], self._codes
        return Component(across, down, quantizers, codes[dc], codes[ac])


def _split(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Marker, body and end of each segment, with nothing between them."""
    _require(data[: len(_START)] == _START)
    at = len(_START)
    while True:
        body = at + _MARKER_BYTES + _LENGTH_BYTES
        _require(body <= len(data))
        sign, marker, length = struct.unpack_from(">BBH", data, at)
        at += _MARKER_BYTES + length
        _require(sign == _SIGN and length >= _LENGTH_BYTES and at <= len(data))
        yield marker, data[body:at], at


def _require(usual: bool) -> None:
    if not usual:
        raise _OddError
