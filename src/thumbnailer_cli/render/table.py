"""The results of a run as a table for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from thumbnailer.results.outcome import Outcome
from thumbnailer_cli.render.worker import Done
from thumbnailer_cli.shared.text import counted, printable


def table(results: Sequence[Done]) -> Table:
    """A row for each rendition, and one for each photo that has none."""
    made = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("source", "variant", "output"):
        made.add_column(name, overflow="fold")
    for name in ("size", "bytes", "ms"):
        made.add_column(name, justify="right", no_wrap=True)
    for done in results:
        source = Text(printable(done.job.photo.path))
        milliseconds = f"{done.milliseconds:.0f}"
        if done.end.outcome is not Outcome.SETTLED:
            reason = Text(f"{done.end.outcome}: {printable(done.end.reason)}", "red")
            detail = Text(printable(done.end.detail), "red")
            made.add_row(source, reason, detail, "", "", milliseconds)
        elif not done.end.outputs:
            made.add_row(source, "", Text("the recipe makes nothing of it"), "", "", milliseconds)
        paths: dict[str, Path] = {output.key: output.path for output in done.job.outputs}
        for number, written in enumerate(done.end.outputs):
            made.add_row(
                source if number == 0 else "",
                written.variant,
                Text(printable(paths[written.key])),
                f"{written.width}x{written.height}",
                f"{written.bytes:,}",
                # A photo is decoded once for all its variants.
                milliseconds if number == 0 else "",
            )
    return made


def summary(results: Sequence[Done]) -> str:
    """How many photos ended how, in a line."""
    outcomes = Counter(done.end.outcome for done in results)
    renditions = sum(len(done.end.outputs) for done in results)
    parts = [f"{counted(len(results), 'photo')}: {counted(renditions, 'rendition')}"]
    parts += [
        f"{outcomes[outcome]} {outcome}"
        for outcome in (Outcome.REJECTED, Outcome.FAILED)
        if outcomes[outcome]
    ]
    return ", ".join(parts)
