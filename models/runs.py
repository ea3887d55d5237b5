"""The bursts that docs/scaling.md tells of, and the file that keeps their results.

Simulating needs SimPy, which only the models' own environment has; the tables are made, and
compared with the closed form, from the file.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from models.burst import Burst, Result
from models.data import QUOTAS, assumed
from models.deployments import GALLERY, MINIBLOG

RESULTS = Path(__file__).resolve().parent / "burst.json"
_ASSUMPTIONS = ("network_bytes_per_second", "slower", "init_seconds")
_CONCURRENCY = (2, 10, 50, 100, 250, 500, 1000)


@dataclass(frozen=True)
class Run:
    """A burst and what came of it."""

    burst: Burst
    result: Result


class OutOfDateError(RuntimeError):
    """The kept results are of other numbers than those of today."""


def bursts() -> Iterator[Burst]:
    """List the bursts."""
    for deployment in (MINIBLOG, GALLERY):
        for concurrency in _CONCURRENCY:
            yield Burst(deployment=deployment, maximum_concurrency=concurrency)


def inputs() -> dict[str, Any]:
    """Collect all that a result depends on."""
    described: dict[str, Any] = json.loads(json.dumps([asdict(burst) for burst in bursts()]))
    return {
        "quotas": {name: quota.value for name, quota in QUOTAS.items()},
        "assumptions": {name: assumed(name) for name in _ASSUMPTIONS},
        "bursts": described,
    }


def keep(results: list[Result]) -> None:
    """Write the file; the backlogs, which only plots need, are left out."""
    kept = [{k: v for k, v in asdict(result).items() if k != "backlog"} for result in results]
    content = {"inputs": inputs(), "results": kept}
    RESULTS.write_text(_text(content) + "\n", encoding="utf-8")


def kept() -> list[Run]:
    """Read the file.

    Raises:
        OutOfDateError: prices, quotas or bursts changed since it was written.
    """
    content = json.loads(RESULTS.read_text(encoding="utf-8"))
    if content["inputs"] != inputs():
        raise OutOfDateError(f"{RESULTS.name} is of other numbers than today's: run `make models`")
    results = [Result(**result) for result in content["results"]]
    return [Run(burst, result) for burst, result in zip(bursts(), results, strict=True)]


def _text(value: object, depth: int = 0) -> str:
    """Write JSON with a line for each burst and each result."""
    if isinstance(value, dict) and depth < 2:  # noqa: PLR2004 - down to the members of "inputs"
        members = [f"{json.dumps(name)}: {_text(of, depth + 1)}" for name, of in value.items()]
        return "{\n" + ",\n".join(members) + "\n}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(map(json.dumps, value)) + "\n]"
    return json.dumps(value)
