"""JPEGs of one sequential scan whose coefficients, codes and sampling are drawn, not encoded.

Encoders write a few of the kinds that ITU-T T.81 allows.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

_LONGEST_CODE = 16
_BLOCK = 64
_RUN = 16
_END_OF_BLOCK, _RUN_OF_ZEROS = 0x00, 0xF0
_QUANTIZERS, _HUFFMAN, _FRAME, _SCAN, _RESTART = 0xDB, 0xC4, 0xC0, 0xDA, 0xDD
_DC, _AC = 0, 1
# Sampling factors of the components.
_ONE = (1, 1)
GREY: list[tuple[tuple[int, int], ...]] = [((1, 1),), ((2, 2),)]
COLOURS: list[tuple[tuple[int, int], ...]] = [
    ((1, 1), _ONE, _ONE),
    ((2, 1), _ONE, _ONE),
    ((2, 2), _ONE, _ONE),
    ((1, 2), _ONE, _ONE),
    ((4, 1), _ONE, _ONE),
    ((1, 4), _ONE, _ONE),
    ((4, 2), _ONE, _ONE),
    ((2, 4), _ONE, _ONE),
    ((4, 2), _ONE, (1, 1)),
    ((2, 2), (2, 2), (2, 2)),
    ((2, 2), (2, 1), (1, 2)),
    ((1, 1), (2, 2), (2, 2)),
    ((2, 1), (1, 2), (1, 1)),
    ((2, 2), (2, 2), (1, 1)),
]


class Kind(NamedTuple):
    """What is drawn.

    Attributes:
        size: in pixels.
        factors: the sampling factors across and down of each component, one or three.
        restart: minimum coded units between two markers; 0 for none.
        quantizer: the largest; from 256 on they have 16 bits.
        density: of coefficients that are not 0, from 0 to 1.
        first: the largest magnitude of a block's first coefficient, at most 1023.
        reach: the largest magnitude of the others, at most 1023.
    """

    size: tuple[int, int]
    factors: tuple[tuple[int, int], ...]
    restart: int
    quantizer: int
    density: float
    first: int
    reach: int


class _Coded(NamedTuple):
    """A symbol of one of the tables, and the bits behind its code."""

    table: tuple[int, int]
    symbol: int
    bits: str


def drawn(noise: Random, kind: Kind) -> bytes:
    """A sound JPEG."""
    count = len(kind.factors)
    parts = list(_intervals(noise, kind))
    used: dict[tuple[int, int], set[int]] = {}
    for coded in (coded for part in parts for coded in part):
        used.setdefault(coded.table, set()).add(coded.symbol)
    specs, codes = {}, {}
    for table, symbols in used.items():
        specs[table], codes[table] = _codes(noise, symbols)
    wide = kind.quantizer > 0xFF
    quantizers = [noise.randint(1, kind.quantizer) for _ in range(_BLOCK)]
    components = (bytes([n + 1, h << 4 | v, 0]) for n, (h, v) in enumerate(kind.factors))
    selected = (bytes([n + 1, _id(n) << 4 | _id(n)]) for n in range(count))
    return b"".join(
        [
            b"\xff\xd8",
            segment(
                _QUANTIZERS,
                struct.pack(f">B{_BLOCK}{'H' if wide else 'B'}", wide << 4, *quantizers),
            ),
            segment(_FRAME, struct.pack(">BHHB", 8, *kind.size[::-1], count), *components),
            *(
                segment(_HUFFMAN, bytes([kind_ << 4 | id_]), spec)
                for (kind_, id_), spec in specs.items()
            ),
            segment(_RESTART, struct.pack(">H", kind.restart)),
            segment(_SCAN, bytes([count]), *selected, bytes([0, 63, 0])),
            *(_entropy_coded(part, codes, n) for n, part in enumerate(parts)),
            b"\xff\xd9",
        ]
    )


def _id(component: int) -> int:
    return min(component, 1)


def segment(marker: int, *body: bytes) -> bytes:
    """A segment: its marker, its length and its body."""
    joined = b"".join(body)
    return struct.pack(">BBH", 0xFF, marker, 2 + len(joined)) + joined


def _intervals(noise: Random, kind: Kind) -> Iterator[list[_Coded]]:
    """What is coded between two restart markers."""
    single = len(kind.factors) == 1
    factors = ((1, 1),) if single else kind.factors
    across, down = (8 * max(sides) for sides in zip(*factors, strict=True))
    units = -(-kind.size[0] // across) * -(-kind.size[1] // down)
    step = kind.restart or units
    for start in range(0, units, step):
        previous, coded = [0] * len(factors), list[_Coded]()
        for _ in range(min(step, units - start)):
            for component, (h, v) in enumerate(factors):
                for _ in range(h * v):
                    first = noise.randint(-kind.first, kind.first)
                    coded += _block(noise, kind, component, first - previous[component])
                    previous[component] = first
        yield coded


def _block(noise: Random, kind: Kind, component: int, difference: int) -> Iterator[_Coded]:
    yield _Coded((_DC, _id(component)), abs(difference).bit_length(), _bits(difference))
    run, table = 0, (_AC, _id(component))
    for _ in range(1, _BLOCK):
        value = noise.randint(1, kind.reach) * noise.choice((-1, 1))
        if noise.random() >= kind.density:
            run += 1
            continue
        for _ in range(run // _RUN):
            yield _Coded(table, _RUN_OF_ZEROS, "")
        yield _Coded(table, run % _RUN << 4 | abs(value).bit_length(), _bits(value))
        run = 0
    if run:
        yield _Coded(table, _END_OF_BLOCK, "")


def _bits(value: int) -> str:
    """Annex F.1.2.1: a negative number is less by one, in as many bits as its magnitude."""
    size = abs(value).bit_length()
    return f"{value if value >= 0 else value + (1 << size) - 1:0{size}b}" if size else ""


def _codes(noise: Random, symbols: set[int]) -> tuple[bytes, dict[int, str]]:
    """Codes of random lengths, none of ones only, as a DHT segment has them and as bits."""
    lengths = [0]
    while len(lengths) <= len(symbols):
        split = noise.choice([n for n, length in enumerate(lengths) if length < _LONGEST_CODE])
        lengths[split] += 1
        lengths.append(lengths[split])
    lengths.sort()
    order, code, codes = sorted(symbols), 0, {}
    noise.shuffle(order)
    for symbol, length, following in zip(order, lengths, lengths[1:], strict=False):
        codes[symbol] = f"{code:0{length}b}"
        code = (code + 1) << (following - length)
    counts = bytes(lengths[: len(order)].count(length) for length in range(1, _LONGEST_CODE + 1))
    return counts + bytes(order), codes


def _entropy_coded(
    part: list[_Coded], codes: dict[tuple[int, int], dict[int, str]], number: int
) -> bytes:
    bits = "".join(codes[coded.table][coded.symbol] + coded.bits for coded in part)
    padded = bits + "1" * (-len(bits) % 8)
    data = int(padded, 2).to_bytes(len(padded) // 8).replace(b"\xff", b"\xff\x00")
    return (bytes([0xFF, 0xD0 + (number - 1) % 8]) if number else b"") + data
