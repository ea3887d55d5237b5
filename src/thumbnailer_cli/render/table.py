"""The results of a run as a table for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from thumbnailer.results.outcome import Outcome
from thumbnailer_cli.render.worker import Result
from thumbnailer_cli.shared.text import counted, printable


def table(results: Sequence[Result]) -> Table:
    """A row for each rendition, and one for each source without renditions."""
    made = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("source", "variant", "output"):
        made.add_column(name, overflow="fold")
    for name in ("size", "bytes", "ms"):
        made.add_column(name, justify="right", no_wrap=True)
    for result in results:
        source = Text(printable(result.job.source.path))
        milliseconds = f"{result.milliseconds:.0f}"
        if result.end.outcome is not Outcome.SETTLED:
            reason = Text(f"{result.end.outcome}: {printable(result.end.reason)}", "red")
            detail = Text(printable(result.end.detail), "red")
            made.add_row(source, reason, detail, "", "", milliseconds)
        elif not result.end.outputs:
            made.add_row(source, "", Text("no variant applies to this key"), "", "", milliseconds)
        paths: dict[str, Path] = {output.key: output.path for output in result.job.outputs}
        for number, written in enumerate(result.end.outputs):
            made.add_row(
                source if number == 0 else "",
                written.variant,
                Text(printable(paths[written.key])),
                f"{written.width}x{written.height}",
                f"{written.bytes:,}",
                # A source is decoded once for all its variants.
                milliseconds if number == 0 else "",
            )
    return made


def summary(results: Sequence[Result]) -> str:
    """The numbers of sources rendered, rejected, and failed, in one line."""
    outcomes = Counter(result.end.outcome for result in results)
    renditions = sum(len(result.end.outputs) for result in results)
    parts = [f"{counted(len(results), 'source')}: {counted(renditions, 'rendition')}"]
    parts += [
        f"{outcomes[outcome]} {outcome}"
        for outcome in (Outcome.REJECTED, Outcome.FAILED)
        if outcomes[outcome]
    ]
    return ", ".join(parts)
