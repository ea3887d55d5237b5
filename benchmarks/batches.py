"""Batches of large pictures in functions of little memory, under a limit that the kernel enforces.

`python -m benchmarks.batches` takes a quarter of an hour, needs root for the limit, and prints a
table: for each size of function, with the C library as it is and with the one arena that the
handler asks for, what the first and the hundredth invocation take. Each of the two is a batch of
ten pictures of 20 to 48 megapixels with five variants up to 2048 pixels; those between have one
picture. The function is the real one, with boto3, against a stand-in for S3 in another process.
"""

import contextlib
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PIL import Image, ImageChops

from benchmarks import cgroup
from benchmarks.processes import NOBODY
from benchmarks.slow_s3 import serve
from tools import resident
from tools.errors import ToolError
from tools.paths import BUILD, ROOT

_MEMORY = (512, 1024, 1769, 3008)
_INVOCATIONS = 100
_MIB = 2**20
_SIZES = {20: (5472, 3648), 24: (6000, 4000), 36: (7360, 4912), 48: (8000, 6000)}
_JPEG, _PNG = {"quality": 85}, {"compress_level": 1}
_PROGRESSIVE = {**_JPEG, "progressive": True}
# Name, megapixels, mode, and how it is saved.
_PICTURES: dict[str, tuple[int, str, dict[str, Any]]] = {
    "baseline.jpg": (48, "RGB", _JPEG),
    "progressive.jpg": (48, "RGB", _PROGRESSIVE),
    "progressive-444.jpg": (24, "RGB", {**_PROGRESSIVE, "subsampling": 0}),
    "opaque.png": (48, "RGB", _PNG),
    "alpha.png": (36, "RGBA", _PNG),
    "palette.png": (24, "P", {**_PNG, "transparency": 3}),
    "small.webp": (20, "RGB", {"method": 0}),
    "large.webp": (36, "RGB", {"method": 0}),
    "small.avif": (20, "RGB", {"speed": 10}),
    "large.avif": (36, "RGB", {"speed": 10}),
}
_CONTEXT = SimpleNamespace(
    function_name="thumbnails",
    aws_request_id="request",
    get_remaining_time_in_millis=lambda: 600_000,
)
_VARIANTS = (2048, 1024, 600, 300, 150)
_RECIPE = {
    "inputs": ["jpeg", "png", "webp", "avif"],
    "limits": {"max_bytes": 16 * _MIB},
    "variants": {
        f"v{side}": {"width": side, "height": side, "key": f"v{side}/{{key}}"} for side in _VARIANTS
    },
}


def main() -> int:
    """Make the pictures, run every function, and print the table.

    Returns:
        The exit code.
    """
    folder = _pictures(BUILD / "batch-corpus")
    print("| MiB | arenas | idle | first: peak | hundredth: peak | rejected | end |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    try:
        with serve(lambda name: (folder / name).read_bytes(), 0) as s3:
            for memory in _MEMORY:
                for arenas in ("one", "default"):
                    print(_row(s3.url, memory, arenas), flush=True)
    except ToolError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _row(url: str, memory: int, arenas: str) -> str:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
        **NOBODY,
        "AWS_ENDPOINT_URL": url,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(memory),
        "THUMBNAILER_BUCKET": "pictures",
        "THUMBNAILER_UPLOADS_PREFIX": "uploads/",
        "THUMBNAILER_RECIPE": json.dumps(_RECIPE),
    }
    with cgroup.limited(memory * _MIB) as group:
        command = [sys.executable, "-m", "benchmarks.batches", arenas]
        done = cgroup.run(group, command, environment, ROOT)
    told = {name: value for line in done.stdout.splitlines() for name, value in [line.split(" ")]}
    end = "" if done.returncode == 0 else f"ended by {done.returncode}"
    names = ("idle", "first", "hundredth", "rejected")
    return f"| {memory} | {arenas} | {' | '.join(told.get(n, '-') for n in names)} | {end} |"


def _invoke(arenas: str) -> None:
    """The function's process: a hundred invocations, and what they took, in MiB."""
    if arenas == "default":
        from thumbnailer import allocator  # noqa: PLC0415 - before the handler asks for it

        allocator.use_one_arena = lambda: False
    from thumbnailer.handler import handler  # noqa: PLC0415 - reads the environment

    names = list(_PICTURES)
    print("idle", resident.now() // _MIB, flush=True)
    rejected = _settled(handler, names)
    print("first", resident.peak() // _MIB, flush=True)
    for number in range(1, _INVOCATIONS - 1):
        _settled(handler, [names[number % len(names)]])
    rejected = max(rejected, _settled(handler, names[::-1]))
    print("hundredth", resident.peak() // _MIB)
    print("rejected", rejected)


def _settled(handler: Any, names: Sequence[str]) -> int:
    """How many pictures of a batch were rejected; none may fail."""
    with contextlib.redirect_stdout(io.StringIO()):
        answer = handler({"keys": [f"uploads/{name}" for name in names]}, _CONTEXT)
    failed = [result for result in answer["results"] if result["outcome"] == "failed"]
    if failed:
        raise RuntimeError(failed)
    return sum(result["outcome"] == "rejected" for result in answer["results"])


def _pictures(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, (megapixels, mode, options) in _PICTURES.items():
        path = folder / name
        if not path.is_file():
            _picture(_SIZES[megapixels], mode).save(path, **options)
    return folder


def _picture(size: tuple[int, int], mode: str) -> Image.Image:
    """A gradient with noise, about as hard to compress as a photograph."""
    tile, noise = Image.effect_noise((1024, 1024), 30), Image.new("L", size)
    for left in range(0, size[0], 1024):
        for top in range(0, size[1], 1024):
            noise.paste(tile, (left, top))
    gradient = Image.linear_gradient("L").resize(size)
    mixed = ImageChops.add(gradient, noise, 2)
    image = Image.merge("RGB", (mixed, gradient, ImageChops.invert(mixed)))
    if mode == "P":
        return image.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    if mode == "RGBA":
        image.putalpha(gradient)
    return image


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _invoke(sys.argv[1])
    else:
        sys.exit(main())
