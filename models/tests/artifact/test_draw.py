"""The simulation of docs/scaling.md, in an environment that has SimPy."""

from __future__ import annotations

import json
from typing import Any

import pytest

from models import run, runs
from models.burst import Burst

PICTURES = 50_000


def simulate(*arguments: str) -> dict[str, Any]:
    done = run.draw(["--quick", str(PICTURES), *arguments])
    assert done.returncode == 0, done.stdout
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@pytest.fixture(scope="module")
def short() -> dict[str, Any]:
    return simulate("--concurrency", "10")


def test_a_short_burst_takes_as_long_as_the_formula_says(short: dict[str, Any]) -> None:
    assert short["drained_seconds"] == pytest.approx(short["formula_seconds"], rel=0.02)
    assert short["most_in_flight"] == 10 * Burst.batch
    assert max(messages for _, messages in short["backlog"]) < PICTURES


def test_it_runs_as_fast_as_the_kept_long_one(short: dict[str, Any]) -> None:
    (kept,) = (
        r.result
        for r in runs.kept()
        if r.burst.deployment.name == "miniblog" and r.burst.maximum_concurrency == 10
    )
    assert short["pictures_per_second"] == pytest.approx(kept.pictures_per_second, rel=0.02)


def test_the_seed_decides(short: dict[str, Any]) -> None:
    assert simulate("--concurrency", "10") == short
    other = simulate("--concurrency", "10", "--seed", "1")
    assert other["drained_seconds"] != short["drained_seconds"]
    assert other["drained_seconds"] == pytest.approx(short["drained_seconds"], rel=0.02)


def test_readers_that_wait_do_not_outpace_the_uploads() -> None:
    # More than enough of them: all is settled as it comes, and nothing waits for long.
    eager = simulate("--concurrency", "1000")
    assert eager["drained_seconds"] >= Burst.seconds * PICTURES / Burst.pictures
    assert eager["concurrency"] <= 1000
