"""The corpora by name, and what came of them, for the summary of the run.

A plugin of pytest: workers hand what they swept to the process that writes the summary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.sweeper import Outcome
from tools import corpora, debian

CORPORA: dict[str, Callable[[], Path]] = {
    "pillow": corpora.pillow,
    "pngsuite": corpora.pngsuite,
    "golang": corpora.golang,
    "decoders": corpora.decoders,
}

# By the name of a corpus, the lines of the summary.
_swept: dict[str, list[str]] = {}
_unobtainable: list[str] = []


def obtain(name: str) -> list[Path]:
    """The files of a corpus; where there is no way to it, the test is skipped and tells why."""
    try:
        folder = CORPORA[name]()
    except debian.Unobtainable as reason:
        _unobtainable.append(f"{name}: NOT SWEPT. {reason}")
        pytest.skip(str(reason))
    return sorted(path for path in folder.rglob("*") if path.is_file())


def remember(name: str, outcomes: list[Outcome]) -> None:
    """Keep for the summary how many files came to which end, and what the dearest took."""
    counts = Counter(outcome.label for outcome in outcomes)
    slowest = max(outcomes, key=lambda outcome: outcome.seconds)
    largest = max(outcomes, key=lambda outcome: outcome.peak)
    dearest = (
        f"  slowest {slowest.seconds:.2f} s ({Path(slowest.path).name}),"
        f" largest {largest.peak / 2**20:.0f} MiB ({Path(largest.path).name})"
    )
    counted = [f"  {count:5} {label}" for label, count in counts.most_common()]
    _swept[name] = [f"{name}: {len(outcomes)} files", *counted, dearest]


def pytest_sessionfinish(session: pytest.Session) -> None:
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["corpora"] = [_swept, _unobtainable]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    # A worker that died has handed over nothing.
    swept, unobtainable = getattr(node, "workeroutput", {}).get("corpora", ({}, []))
    _swept.update(swept)
    _unobtainable.extend(unobtainable)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what came of the corpora, and which of them could not be had."""
    if _swept or _unobtainable:
        terminalreporter.section("corpora")
    for lines in _swept.values():
        for line in lines:
            terminalreporter.write_line(line)
    for line in dict.fromkeys(_unobtainable):
        terminalreporter.write_line(line, red=True)
