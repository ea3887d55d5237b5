"""What the fuzzer calls: native code, with any bytes at all.

`python -m tests.fuzz.targets TARGET CORPUS -runs=N` is run by tests/fuzz/run.py, in the environment
of sanitized code. It ends at the first error of a sanitizer, and at the first wrong pixel.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from random import Random

import atheris
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from tests.support.baseline_jpegs import COLOURS, GREY, Kind, drawn

# The Python beside native code guides the fuzzer, too.
with atheris.instrument_imports(include=["thumbnailer_native"]):
    from thumbnailer_native.filtering import Filter
    from thumbnailer_native.jpeg_scan import decode_eighth
    from thumbnailer_native.pixels import Pixels, pixels_of
    from thumbnailer_native.resampling import scale, weigh
    from thumbnailer_native.scanlines import PIXEL_BYTES, reconstruct

# libjpeg decodes what is compared whole, so only small pictures are.
_COMPARED_PIXELS = 100_000
_SIDE = 64
_SCALE = 8


class Unlike(Exception):
    """Two decoders differ."""


def scan(data: bytes) -> None:
    """A JPEG at an eighth, which is libjpeg's to the bit if it is decoded at all."""
    made = decode_eighth(data)
    if made is None:
        return
    try:
        image = JpegImageFile(BytesIO(data))
    except Exception:
        # Whatever Pillow raises, such a header gets no further.
        return
    if image.width * image.height > _COMPARED_PIXELS or min(image.size) < _SCALE:
        return
    image.draft(None, (image.width // _SCALE, image.height // _SCALE))
    # What libjpeg refuses raises here.
    wanted = image.convert("RGBX" if made.channels > 1 else "L")
    if image.size != made.size or wanted.tobytes() != made.pixels:
        raise Unlike(f"{made.size} pixels differ from libjpeg's")


class _Told(Random):
    """Draws what the fuzzer says, and then zeros."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = BytesIO(data)

    def getrandbits(self, count: int, /) -> int:
        return int.from_bytes(self._data.read(-(-count // 8))) >> -count % 8

    def random(self) -> float:
        return self.getrandbits(16) / 2**16


def coefficients(data: bytes) -> None:
    """A JPEG whose kind, tables and coefficients the bytes draw: almost any is decoded."""
    noise = _Told(data)
    kind = Kind(
        size=(noise.randint(8, 24), noise.randint(8, 24)),
        factors=noise.choice([*GREY, *COLOURS]),
        restart=noise.choice([0, 1, 2, 7]),
        quantizer=noise.choice([1, 8, 255, 65535]),
        density=noise.choice([0.0, 0.02, 0.2, 1.0]),
        first=noise.choice([0, 10, 100, 1023]),
        reach=noise.choice([1, 3, 30, 1023]),
    )
    scan(drawn(noise, kind))


def scanlines(data: bytes) -> None:
    """The scanlines of a PNG: three bytes of the picture's kind, and what is filtered."""
    width, channels = 1 + data[0] % _SIDE, 1 + data[1] % 4
    row = width * PIXEL_BYTES[channels]
    height = (len(data) - 2) // (1 + width * channels)
    filtered = data[2 : 2 + height * (1 + width * channels)]
    with suppress(ValueError):
        reconstruct(filtered, bytearray(row), bytearray(height * row), width, channels)


def filters(data: bytes) -> None:
    """Rows, which come back from what they are filtered to."""
    width, channels = 1 + data[0] % _SIDE, 1 + data[1] % 4
    height = (len(data) - 2) // (width * channels)
    rows = data[2 : 2 + height * width * channels]
    pixels = bytearray(height * width * PIXEL_BYTES[channels])
    above = bytearray(width * PIXEL_BYTES[channels])
    reconstruct(bytes(Filter(width, channels)(rows)), above, pixels, width, channels)
    if channels != 3 and pixels != rows:
        raise Unlike(f"{len(rows)} bytes do not come back")


def resampling(data: bytes) -> None:
    """Pixels of any size scaled to any other."""
    width, height, across, down = (1 + value % _SIDE for value in data[:4])
    left, top = data[4] / 256 * (width - 0.1), data[5] / 256 * (height - 0.1)
    mode = "L" if data[6] % 2 else "CMYK"
    size = width * height * len(mode)
    image = Image.frombytes(mode, (width, height), (data[7:] * (size // len(data[7:]) + 1))[:size])
    pixels: Pixels = pixels_of(image)
    scale(pixels, weigh(left, width, width, across), weigh(top, height, height, down))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "scan": scan,
    "coefficients": coefficients,
    "scanlines": scanlines,
    "filters": filters,
    "resampling": resampling,
}


# What a target is given at least.
LEAST = {
    "scan": 0,
    "coefficients": 0,
    "scanlines": 2 + 1 + _SIDE * 4,
    "filters": 2 + _SIDE * 4,
    "resampling": 8,
}


def main() -> None:
    """Fuzz the target that the first argument names, with libFuzzer's other arguments."""
    name, *arguments = sys.argv[1:]
    target, least = TARGETS[name], LEAST[name]
    atheris.Setup(
        [sys.argv[0], *arguments], lambda data: target(data) if len(data) >= least else None
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
