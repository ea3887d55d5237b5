"""Renders files, each in a child process of its own under limits, and tells what came of them.

Run as `python -m tests.corpus.sweeper RECIPE`: paths come in, one a line, and for each an `Outcome`
goes out, as JSON. A process apart from pytest's, since it forks, and a crash must stay visible.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from PIL import ImageCms

from thumbnailer.config.formats import FORMATS
from thumbnailer.config.rejection import Rejected
from thumbnailer.imaging import render
from tools import resident
from tools.samples.recipes import made

_SIZES = {
    "large": {"width": 1024, "height": 1024, "key": "large/{key}"},
    "thumb": {"width": 150, "height": 150, "key": "thumb/{key}"},
}
_ANIMATED = {"width": 100, "animation": "keep", "key": "moving/{key}"}
RECIPES = {
    "default": made({"variants": _SIZES}),
    "all inputs": made({"inputs": [*FORMATS], "variants": {**_SIZES, "moving": _ANIMATED}}),
}

_WORKERS = 2
_CPU_SECONDS = 3
_WALL_SECONDS = 60
_MIB = 2**20
_ADDRESS_SPACE = 4096 * _MIB


@dataclass(frozen=True)
class Outcome:
    """What came of one file.

    Attributes:
        kind: `rendered`, `rejected`, `raised` (another exception) or `died` (of a signal).
        detail: the size, the reason with its detail, the exception, or the signal.
        seconds: of processor time, which a busy machine does not change.
        peak: bytes of memory at the worst moment, beyond those before the first byte was read.
    """

    path: str
    kind: str
    detail: str
    seconds: float
    peak: int

    @property
    def label(self) -> str:
        """The kind, and the reason of a rejection."""
        return f"{self.kind}: {self.detail.split(':')[0]}" if self.kind == "rejected" else self.kind


def sweep(paths: Iterable[Path], recipe: str = "default") -> list[Outcome]:
    """The outcome of each file, by one of the RECIPES.

    Raises:
        CalledProcessError: when the sweeper itself failed.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.corpus.sweeper", recipe],
        input="".join(f"{path}\n" for path in paths),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [Outcome(**json.loads(line)) for line in done.stdout.splitlines()]


def main() -> None:
    """Sweep the paths on standard input, two at a time."""
    ImageCms.createProfile("sRGB")  # loaded before the fork, so that no file is charged for it
    running: dict[int, tuple[str, int]] = {}
    waiting = [line.rstrip("\n") for line in sys.stdin][::-1]
    while waiting or running:
        while waiting and len(running) < _WORKERS:
            path = waiting.pop()
            process, answer = _start(path)
            running[process] = (path, answer)
        process, status, usage = os.wait4(-1, 0)
        path, answer = running.pop(process)
        print(json.dumps(asdict(_outcome(path, answer, status, usage))), flush=True)


def _start(path: str) -> tuple[int, int]:
    """The process that renders a file, and the descriptor its answer can be read from."""
    answer, write = os.pipe()
    process = os.fork()
    if process:
        os.close(write)
        return process, answer
    try:
        os.write(write, _render(path).encode()[:4096])
    finally:
        os._exit(0)


def _render(path: str) -> str:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(_WALL_SECONDS)
    # Decoders print warnings; only answers may go to standard output.
    os.dup2(2, 1)
    before = resident.now()
    resident.restart_peak()
    started = time.process_time()
    try:
        picture = render(Path(path).read_bytes(), RECIPES[sys.argv[1]])
        kind, detail = "rendered", f"{picture.width}x{picture.height}"
    except Rejected as rejected:
        kind, detail = "rejected", str(rejected)
    except BaseException as error:
        kind, detail = "raised", f"{type(error).__name__}: {error}"
    seconds = time.process_time() - started
    return json.dumps([kind, detail[:2000], seconds, resident.peak() - before])


def _outcome(path: str, answer: int, status: int, usage: resource.struct_rusage) -> Outcome:
    with os.fdopen(answer) as pipe:
        text = pipe.read()
    if text:
        kind, detail, seconds, peak = json.loads(text)
        return Outcome(path, kind, detail, seconds, peak)
    code = os.waitstatus_to_exitcode(status)
    ended = signal.Signals(-code).name if code < 0 else f"exit {code}"
    return Outcome(path, "died", ended, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


if __name__ == "__main__":
    main()
