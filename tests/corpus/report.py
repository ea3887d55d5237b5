"""The corpora by name, and what came of them, for the summary of the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.corpus.sweeper import Outcome
from tools import corpora

CORPORA: dict[str, Callable[[], Path]] = {
    "pillow": corpora.pillow,
    "pngsuite": corpora.pngsuite,
    "golang": corpora.golang,
    "decoders": corpora.decoders,
}

swept: dict[str, list[Outcome]] = {}
unobtainable: list[str] = []


def obtain(name: str) -> list[Path]:
    """The files of a corpus; where there is no way to it, the test is skipped and tells why."""
    try:
        folder = CORPORA[name]()
    except corpora.Unobtainable as reason:
        unobtainable.append(f"{name}: NOT SWEPT. {reason}")
        pytest.skip(str(reason))
    return sorted(path for path in folder.rglob("*") if path.is_file())


def remember(name: str, outcomes: list[Outcome]) -> None:
    """Keep what came of a corpus for the summary."""
    swept[name] = outcomes


def table() -> list[str]:
    """How many files of each corpus came to which end, and what the dearest of them took."""
    lines = []
    for name, outcomes in swept.items():
        lines.append(f"{name}: {len(outcomes)} files")
        counts = Counter(outcome.label for outcome in outcomes)
        lines += [f"  {count:5} {label}" for label, count in counts.most_common()]
        slowest = max(outcomes, key=lambda outcome: outcome.seconds)
        largest = max(outcomes, key=lambda outcome: outcome.peak)
        lines.append(
            f"  slowest {slowest.seconds:.2f} s ({Path(slowest.path).name}),"
            f" largest {largest.peak / 2**20:.0f} MiB ({Path(largest.path).name})"
        )
    return lines
