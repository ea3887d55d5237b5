"""How much sooner a batch is settled than its records one after the other.

Ten small JPEGs, S3 30 milliseconds away: the function as it ships, with boto3, against a stand-in
for S3 in another process.
"""

import contextlib
import io
import json
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.init_time import FUNCTION
from benchmarks.processes import lambda_environment
from benchmarks.setup import Setup
from benchmarks.slow_s3 import serve
from tools.paths import ROOT

_RECORDS = 10
_LATENCY_SECONDS = 0.03


def measure(setup: Setup, picture: Path, repetitions: int) -> dict[str, float]:
    """Settle batches of ten, and ten batches of one, in turn.

    Args:
        setup: where everything is.
        picture: a small JPEG.
        repetitions: how often.

    Returns:
        Medians in milliseconds.
    """
    environment = lambda_environment(setup.code) | FUNCTION
    environment["PYTHONPATH"] += f":{ROOT}"
    content = picture.read_bytes()
    with serve(lambda _: content, _LATENCY_SECONDS) as s3:
        done = subprocess.run(
            [setup.runtime, "-m", "benchmarks.overlap", str(repetitions)],
            env=environment | {"AWS_ENDPOINT_URL": s3.url},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    seconds = json.loads(done.stdout)
    return {f"{name}_ms": statistics.median(values) * 1000 for name, values in seconds.items()}


@dataclass
class _Context:
    function_name: str = "thumbnails"
    aws_request_id: str = "request"

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


def _event(keys: list[str]) -> dict[str, object]:
    return {
        "Records": [
            {
                "messageId": key,
                "body": json.dumps({"keys": [key]}),
                "attributes": {"ApproximateReceiveCount": "1"},
            }
            for key in keys
        ]
    }


def _settle(batches: list[list[str]]) -> float:
    from thumbnailer.handler import handler  # noqa: PLC0415 - reads the environment

    started = time.perf_counter()
    for keys in batches:
        with contextlib.redirect_stdout(io.StringIO()) as log:
            answer = handler(_event(keys), _Context())
        if answer["batchItemFailures"]:
            raise RuntimeError(log.getvalue())
    return time.perf_counter() - started


def _main() -> None:
    keys = [f"uploads/{number}.jpg" for number in range(_RECORDS)]
    batches = {"together": [keys], "one_by_one": [[key] for key in keys]}
    seconds: dict[str, list[float]] = {name: [] for name in batches}
    for repetition in range(-2, int(sys.argv[1])):
        for name, batch in batches.items():
            taken = _settle(batch)
            if repetition >= 0:  # before that, connections are made
                seconds[name].append(taken)
    print(json.dumps(seconds))


if __name__ == "__main__":
    _main()
