"""From an upload to its visible thumbnails, S3 30 milliseconds away: cold and warm, one and five.

The function as it ships, with boto3, in a process of its own, gets the message of a new picture;
the stand-in for S3 tells when the last thumbnail was there. Cold, the clock starts with the
process's first statement, so the imports count, but not what Lambda does before; warm, with the
invocation. It calls only the handler, so any revision can be measured.
"""

import json
import statistics
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.cases import CASES
from benchmarks.init_time import FUNCTION
from benchmarks.processes import lambda_environment
from benchmarks.setup import Code, Setup
from benchmarks.slow_s3 import Request, SlowS3, serve, waits
from tools.paths import ROOT

_LATENCY_SECONDS = 0.03
_WARM = 5  # invocations in each process, after the cold one
_NAMES = {"one": CASES["thumb"], "five": CASES["five"]}


def measure(setup: Setup, picture: Path, repetitions: int) -> dict[str, dict[str, Any]]:
    """Measure, the revisions in turn.

    Args:
        setup: where everything is.
        picture: a JPEG.
        repetitions: how many processes for each revision and number of variants.

    Returns:
        By revision ("ours", "before") and number ("one", "five"), medians: the milliseconds
        `cold_ms` and `warm_ms` to the last visible thumbnail, and `invocation_ms` to the end of a
        warm invocation; of a warm one also `waits`, for S3 in a row until all thumbnails are there,
        `invocation_waits`, until it ends, and `requests`, how many it makes.
    """
    codes = {"ours": setup.code} | ({"before": setup.before} if setup.before else {})
    content = picture.read_bytes()
    seen: dict[str, dict[str, list[dict[str, float]]]] = {}
    with serve(lambda _: content, _LATENCY_SECONDS, keep=True) as s3:
        for repetition in range(repetitions):
            for count, sides in _NAMES.items():
                for revision, code in codes.items():
                    of = seen.setdefault(revision, {}).setdefault(count, [])
                    prefix = f"{revision}-{count}-{repetition}"
                    of += _process(setup, code, s3, sides, prefix)
    return {
        revision: {count: _medians(runs) for count, runs in counts.items()}
        for revision, counts in seen.items()
    }


def _process(
    setup: Setup, code: Code, s3: SlowS3, sides: tuple[int, ...], prefix: str
) -> list[dict[str, float]]:
    environment = lambda_environment(code) | FUNCTION
    environment["PYTHONPATH"] += f":{code.root}"
    environment["AWS_ENDPOINT_URL"] = s3.url
    variants = {
        f"s{side}": {"width": side, "height": side, "key": f"s{side}/{{key}}"} for side in sides
    }
    environment["THUMBNAILER_RECIPE"] = json.dumps({"variants": variants})
    keys = [f"uploads/{prefix}-{number}.jpg" for number in range(_WARM + 1)]
    done = subprocess.run(
        [setup.runtime, "-P", ROOT / "benchmarks/peers/invoked.py", *keys],
        env=environment,
        cwd=code.root,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    runs = []
    for number, key in enumerate(keys):
        requests = [request for request in s3.requests if request.key.endswith(Path(key).name)]
        begun, ended = told["invocations"][number]
        runs.append(_run(requests, len(sides), begun if number else told["started"], ended, number))
    return runs


def _run(
    requests: list[Request], outputs: int, begun: float, ended: float, number: int
) -> dict[str, float]:
    written = [r for r in requests if r.method == "PUT" and r.status == 200]  # noqa: PLR2004 - OK
    if len({request.key for request in written}) != outputs:
        raise RuntimeError(f"not every thumbnail was written: {requests}")
    visible = max(request.answered for request in written)
    if not number:
        return {"cold_ms": (visible - begun) * 1000}
    return {
        "warm_ms": (visible - begun) * 1000,
        "invocation_ms": (ended - begun) * 1000,
        "waits": waits([request for request in requests if request.answered <= visible]),
        "invocation_waits": waits(requests),
        "requests": len(requests),
    }


def _medians(runs: list[dict[str, float]]) -> Mapping[str, float]:
    names = dict.fromkeys(name for run in runs for name in run)
    return {
        name: round(statistics.median(run[name] for run in runs if name in run), 1)
        for name in names
    }
