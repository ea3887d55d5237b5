"""Draws docs/scaling.png."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt

from models.burst import drain_seconds
from models.runs import Run

_MINUTE = 60
_HOUR = 3600
_COLOURS = ("#d1495b", "#30638e", "#2e8b57", "#b58b00", "#7a5195", "#808080", "#000000")


def draw(runs: Sequence[Run], path: Path) -> None:
    """Draw backlogs over time, and how long a burst takes.

    Args:
        runs: what was simulated.
        path: the PNG to write.
    """
    figure, (left, right) = plt.subplots(1, 2, figsize=(12, 4.5), layout="constrained")
    name = runs[0].burst.deployment.name
    _backlogs(left, [run for run in runs if run.burst.deployment.name == name])
    _drains(right, runs)
    figure.savefig(path, dpi=110, metadata={"Software": None})
    plt.close(figure)


def _backlogs(axes: Any, runs: Sequence[Run]) -> None:
    for run, colour in zip(runs, _COLOURS, strict=False):
        minutes = [seconds / _MINUTE for seconds, _ in run.result.backlog]
        waiting = [messages / 1e6 for _, messages in run.result.backlog]
        axes.plot(minutes, waiting, label=str(run.burst.maximum_concurrency), color=colour)
    axes.set_xlim(0, 40)
    axes.set_ylim(0, 1.05)
    axes.set_xlabel("minutes since the first upload")
    axes.set_title(f"{runs[0].burst.deployment.name}: million messages in the queue")
    axes.legend(title="maximum_concurrency", fontsize=8)
    axes.grid(alpha=0.3)


def _drains(axes: Any, runs: Sequence[Run]) -> None:
    names = dict.fromkeys(run.burst.deployment.name for run in runs)
    for name, colour in zip(names, _COLOURS, strict=False):
        mine = [run for run in runs if run.burst.deployment.name == name]
        concurrency = [run.burst.maximum_concurrency for run in mine]
        hours = [run.result.drained_seconds / _HOUR for run in mine]
        axes.plot(concurrency, hours, "o", color=colour, label=f"{name}, simulated")
        line = range(2, 1001, 2)
        formula = [drain_seconds(replace(mine[0].burst, maximum_concurrency=c)) for c in line]
        axes.plot(line, [s / _HOUR for s in formula], color=colour, linewidth=1, label="formula")
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("maximum_concurrency")
    axes.set_title("Hours until a million pictures are settled")
    axes.legend(fontsize=8)
    axes.grid(alpha=0.3, which="both")
