"""The processes that are measured; one computes at a time, all on one processor."""

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from benchmarks.cases import CASES, JPEG_QUALITY, PNG_LEVEL
from benchmarks.setup import Code, Setup
from tools.paths import ROOT

# Credentials that open nothing, and a region, without which there is no client.
NOBODY = {
    "AWS_ACCESS_KEY_ID": "none",
    "AWS_SECRET_ACCESS_KEY": "none",
    "AWS_DEFAULT_REGION": "eu-central-1",
}


@dataclass(frozen=True)
class Answer:
    """What a worker tells of one job."""

    seconds: float
    peak_rss_kb: int


def use_one_processor() -> int:
    """Keep this process and all that it will start on one processor.

    Returns:
        The processor's number.
    """
    chosen = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {chosen})
    return chosen


def lambda_environment(code: Code) -> dict[str, str]:
    """The environment in which a process finds what Lambda would give it."""
    return {
        "PATH": os.defpath,
        "PYTHONPATH": f"{code.task}:{code.packages}",
        "PYTHONDONTWRITEBYTECODE": "1",  # Lambda's disk is read-only
        **NOBODY,
    }


class Worker:
    """A peer's process, as `worker.py` describes it."""

    def __init__(self, setup: Setup, module: str) -> None:
        """Start it.

        Args:
            setup: where everything is.
            module: a module in `peers`.
        """
        command, environment, folder = _command(setup, module)
        self._process = subprocess.Popen(
            command,
            env=environment,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Worker":
        """Itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the process."""
        self._process.communicate()

    def ask(self, case: str, path: Path, out: Path | None = None) -> Answer:
        """Have one job done.

        Args:
            case: what the peer's module calls it.
            path: the picture.
            out: a directory for the renditions, if they are wanted.

        Raises:
            RuntimeError: the process ended; it has said why on stderr.
        """
        job = {"case": case, "path": str(path), "out": str(out) if out else None}
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("no pipes")
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{job} ended the worker")
        answer: dict[str, Any] = json.loads(line)
        return Answer(answer["seconds"], answer["peak_rss_kb"])


def _command(setup: Setup, module: str) -> tuple[Sequence[str | Path], dict[str, str], Path]:
    code = setup.before if module == "before" and setup.before else setup.code
    environment = lambda_environment(code)
    if module == "sharp":
        settings = {"cases": CASES, "jpeg_quality": JPEG_QUALITY, "png_level": PNG_LEVEL}
        script = ROOT / "benchmarks/peers/sharp.mjs"
        environment["UV_THREADPOOL_SIZE"] = "1"
        return [setup.node, script, setup.node_home, json.dumps(settings)], environment, ROOT
    if module == "libvips":
        environment["PYTHONPATH"] = str(ROOT)
        return [setup.bench, "-m", "benchmarks.worker", module], environment, ROOT
    environment["PYTHONPATH"] += f":{code.root}"
    peer = "ours" if module == "before" else module
    return [setup.runtime, "-m", "benchmarks.worker", peer], environment, code.root
