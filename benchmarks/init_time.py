"""How long the function takes to start, against the libraries that it cannot do without."""

import statistics
import subprocess
from pathlib import Path

from benchmarks.processes import lambda_environment
from benchmarks.setup import Setup

_OURS = "import thumbnailer.handler"
_LEAST = "import boto3, PIL; boto3.client('s3')"
_TIMED = "import time; started = time.perf_counter(); {}; print(time.perf_counter() - started)"
# The environment of the function.
FUNCTION = {
    "THUMBNAILER_BUCKET": "pictures",
    "THUMBNAILER_UPLOADS_PREFIX": "uploads/",
    "THUMBNAILER_RECIPE": '{"variants": {"thumb": {"width": 150, "height": 150}}}',
}


def measure(setup: Setup, repetitions: int) -> dict[str, float]:
    """Start both in turn, each in a fresh process.

    Returns:
        Medians in milliseconds of the statements alone, without the interpreter's own start.
    """
    ours, least = [], []
    for _ in range(repetitions):
        ours.append(_milliseconds(setup, _OURS))
        least.append(_milliseconds(setup, _LEAST))
    return {"ours_ms": statistics.median(ours), "boto3_pillow_ms": statistics.median(least)}


def _milliseconds(setup: Setup, statement: str) -> float:
    done = subprocess.run(
        [setup.runtime, "-c", _TIMED.format(statement)],
        env=lambda_environment(setup.code) | FUNCTION,
        cwd=Path("/"),
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout) * 1000
