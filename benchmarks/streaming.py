"""What it would save to decode a JPEG while it arrives: `python -m benchmarks.streaming`.

The file arrives at the rate of S3, by the clock: what arrives takes no processor. Pillow decodes it
when it is all there, as the function does, or while it comes. Nothing else runs, so this is the
most that could be saved of a picture that is alone in its invocation.
"""

import io
import time
from collections.abc import Callable

from PIL import Image

_BYTES_PER_SECOND = 60e6
_REPETITIONS = 15
_SIZES = ((1600, 1200), (4000, 3000))
_BOX = (150, 150)


class _Arriving(io.BytesIO):
    """A file of which each byte can be read from its moment on."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._began = time.perf_counter()

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        due = self._began + self.tell() / _BYTES_PER_SECOND - time.perf_counter()
        if due > 0:
            time.sleep(due)
        return data


def _thumbnail(file: io.BytesIO) -> None:
    with Image.open(file) as image:
        image.draft("RGB", (2 * _BOX[0], 2 * _BOX[1]))
        image.thumbnail(_BOX)
        image.save(io.BytesIO(), "JPEG")


_WAYS: dict[str, Callable[[bytes], None]] = {
    "decoded when it is there": lambda data: _thumbnail(io.BytesIO(_Arriving(data).read())),
    "decoded while it arrives": lambda data: _thumbnail(_Arriving(data)),
    "decoded alone": lambda data: _thumbnail(io.BytesIO(data)),
}


def _picture(size: tuple[int, int]) -> bytes:
    """A JPEG with about as many bytes for each pixel as a phone's photograph."""
    small = (size[0] // 6, size[1] // 6)
    planes = [Image.effect_noise(small, 60).resize(size, Image.Resampling.BICUBIC) for _ in "RG"]
    planes.append(Image.linear_gradient("L").resize(size))
    buffer = io.BytesIO()
    Image.merge("RGB", planes).save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def main() -> None:
    """Measure in turn, and print the shortest times."""
    for size in _SIZES:
        data = _picture(size)
        shortest = dict.fromkeys(_WAYS, float("inf"))
        for _ in range(_REPETITIONS):
            for name, way in _WAYS.items():
                started = time.perf_counter()
                way(data)
                shortest[name] = min(shortest[name], time.perf_counter() - started)
        print(f"{size[0]} x {size[1]}, {len(data)} bytes")
        for name, seconds in shortest.items():
            print(f"  {name}: {seconds * 1000:.1f} ms")


if __name__ == "__main__":
    main()
