"""A TIFF of any kind gives the right pixels, or is of an unsupported format; none is corrupt."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from random import Random

import pytest
from PIL import Image

from tests.support.tiffs import (
    BLACK_IS_ZERO,
    CONTIGUOUS,
    DEFLATE,
    FLOAT,
    LAB,
    NONE,
    PALETTE,
    RGB,
    SEPARATE,
    SEPARATED,
    UNSIGNED,
    WHITE_IS_ZERO,
    YCBCR,
    deflated,
    packed,
    tiff,
)
from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.imaging.formats.header import read_header
from thumbnailer.imaging.pixels import scalable
from tools.samples.pictures import encoded, quadrants

WIDTH, HEIGHT = 16, 3  # whole bytes in every row
CHANNELS = {WHITE_IS_ZERO: 1, BLACK_IS_ZERO: 1, RGB: 3, PALETTE: 1, SEPARATED: 4, YCBCR: 3, LAB: 3}
CFA = 32803
UNSPECIFIED, ALPHA = 0, 2
BITS, COMPRESSION, PHOTOMETRIC, SAMPLES, PLANES, COLOURS, EXTRA, SAMPLE_FORMAT = (
    258, 259, 262, 277, 284, 320, 338, 339,
)  # fmt: skip


class Kind:
    """One kind of TIFF, with random pixels.

    Attributes:
        data: the file.
        expected: its pixels in 8 bits a channel; what is unspecified is left out.
    """

    def __init__(
        self,
        photometric: int,
        depth: int,
        planes: int = CONTIGUOUS,
        *,
        compression: int = NONE,
        extra: Sequence[int] = (),
        order: str = "<",
        sample_format: int = UNSIGNED,
    ) -> None:
        noise = Random(photometric * depth)
        channels = CHANNELS.get(photometric, 1)
        count = channels + len(extra)
        pixels = [[noise.randrange(2**depth) for _ in range(count)] for _ in range(WIDTH * HEIGHT)]
        colours = 2**depth if photometric == PALETTE else 0
        palette = [noise.randrange(256) * 257 for _ in range(3 * colours)]
        strips = [packed([value for pixel in pixels for value in pixel], depth, order)]
        if planes == SEPARATE:
            strips = [
                packed([pixel[channel] for pixel in pixels], depth, order)
                for channel in range(count)
            ]
        if compression == DEFLATE:
            strips = [deflated(strip) for strip in strips]
        tags: dict[int, Sequence[int]] = {
            BITS: [depth] * count,
            COMPRESSION: [compression],
            PHOTOMETRIC: [photometric],
            SAMPLES: [count],
            PLANES: [planes],
            SAMPLE_FORMAT: [sample_format] * count,
        }
        if extra:
            tags[EXTRA] = extra
        if photometric == PALETTE:
            tags[COLOURS] = palette
        self.data = tiff((WIDTH, HEIGHT), strips, tags, order)
        self.expected = bytes(
            value
            for pixel in pixels
            for value in [
                *self._shown(pixel, photometric, depth, palette),
                *([narrow(pixel[-1], depth)] if ALPHA in extra else []),
            ]
        )

    @staticmethod
    def _shown(pixel: list[int], photometric: int, depth: int, palette: list[int]) -> list[int]:
        if photometric == PALETTE:
            return [palette[pixel[0] + band * 2**depth] >> 8 for band in range(3)]
        values = [narrow(value, depth) for value in pixel[: CHANNELS.get(photometric, 1)]]
        return [255 - value for value in values] if photometric == WHITE_IS_ZERO else values


def narrow(value: int, depth: int) -> int:
    """A value of so many bits in 8."""
    return value >> depth - 8 if depth >= 8 else value * 255 // (2**depth - 1)


def decoded(data: bytes) -> Image.Image:
    return scalable(read_header(data, ["tiff"], max_pixels=10_000).decode())


def is_shown(kind: Kind) -> bool:
    """Whether its pixels are shown and right; not if it is unsupported."""
    try:
        image = decoded(kind.data)
    except Rejected as rejected:
        assert rejected.reason is Reason.UNSUPPORTED_FORMAT, rejected  # noqa: PT017 - either is right
        return False
    assert image.tobytes() == kind.expected
    return True


@pytest.mark.parametrize("extra", [(), (UNSPECIFIED,), (ALPHA,)])
@pytest.mark.parametrize("planes", [CONTIGUOUS, SEPARATE])
@pytest.mark.parametrize(
    ("photometric", "depth"),
    [
        *product([WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, SEPARATED], [1, 2, 4, 8, 16]),
        *product([PALETTE], [1, 2, 4, 8]),
    ],
)
def test_every_kind_is_shown_or_unsupported(
    photometric: int, depth: int, planes: int, extra: tuple[int, ...]
) -> None:
    for compression, order in product([NONE, DEFLATE], "<>"):
        is_shown(
            Kind(photometric, depth, planes, compression=compression, extra=extra, order=order)
        )


@pytest.mark.parametrize(
    ("photometric", "depth", "planes", "extra"),
    [
        *((photometric, 8, planes, ()) for photometric in (0, 1, 2, 3, 5) for planes in (1, 2)),
        *((photometric, 1, CONTIGUOUS, ()) for photometric in (0, 1, 3)),
        *((WHITE_IS_ZERO, depth, SEPARATE, ()) for depth in (1, 2, 4)),
        (BLACK_IS_ZERO, 16, SEPARATE, ()),
        (RGB, 16, CONTIGUOUS, ()),
        (RGB, 8, CONTIGUOUS, (ALPHA,)),
        (RGB, 8, SEPARATE, (ALPHA,)),
        (BLACK_IS_ZERO, 8, CONTIGUOUS, (ALPHA,)),
    ],
)
def test_what_has_to_be_shown(
    photometric: int, depth: int, planes: int, extra: tuple[int, ...]
) -> None:
    assert is_shown(Kind(photometric, depth, planes, extra=extra))


@pytest.mark.parametrize(
    "kind",
    [
        Kind(RGB, 16, SEPARATE),
        Kind(RGB, 16, SEPARATE, extra=(ALPHA,)),
        Kind(SEPARATED, 16, SEPARATE),
        Kind(WHITE_IS_ZERO, 16),
        Kind(RGB, 32),
        Kind(BLACK_IS_ZERO, 32, sample_format=FLOAT),
        Kind(CFA, 8),
        Kind(RGB, 8, compression=34712),
        Kind(RGB, 8, compression=50001),
        Kind(RGB, 8, compression=65000),
        Kind(YCBCR, 8, SEPARATE),
        Kind(LAB, 16),
    ],
    ids=[
        "separate 16 bits", "separate 16 bits with alpha", "separate CMYK of 16 bits",
        "16 bits of which 0 is white", "RGB of 32 bits", "floating point", "raw of a camera",
        "JPEG 2000", "WebP", "something private", "separate YCbCr", "Lab of 16 bits",
    ],
)  # fmt: skip
def test_what_is_unsupported_says_so(kind: Kind) -> None:
    with pytest.raises(Rejected) as rejected:
        decoded(kind.data)
    assert rejected.value.reason is Reason.UNSUPPORTED_FORMAT
    assert "Compression" in rejected.value.detail or "pixel format F" in rejected.value.detail


def test_ycbcr_and_lab_are_read() -> None:
    for photometric in (YCBCR, LAB):
        assert decoded(Kind(photometric, 8).data).mode == "RGB"


@pytest.mark.parametrize("compression", ["tiff_lzw", "jpeg", "packbits", "lzma", "zstd", "group4"])
def test_common_compressions_are_read(compression: str) -> None:
    image = quadrants().convert("1") if compression == "group4" else quadrants()
    assert decoded(encoded(image, "TIFF", compression=compression)).size == (64, 48)


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_what_is_cut_off_is_corrupt(share: float) -> None:
    data = encoded(quadrants(), "TIFF", compression="tiff_lzw")
    with pytest.raises(Rejected) as rejected:
        decoded(data[: int(len(data) * share)])
    assert rejected.value.reason is Reason.CORRUPT
