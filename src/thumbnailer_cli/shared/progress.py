"""A line of progress on standard error; it shows on terminals only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from thumbnailer_cli.shared.errors import if_interrupted


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show progress as long as the block runs.

    Args:
        what: is being done.
        total: of the things to do; None if it is not known.

    Yields:
        A function to call with the number of things that were done since the last call.
    """
    console = Console(stderr=True)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn() if total is None else TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.advance(task, done)


def count(what: str, total: int, steps: Iterator[int], interrupted: Callable[[int], str]) -> int:
    """Run all steps and show progress.

    Args:
        what: is being done.
        total: of the things to do.
        steps: does the work; yields the number of things that each step has done.
        interrupted: gives the message for Ctrl-C, from the number of things done by then.

    Returns:
        The number of things done.
    """
    done = 0
    with if_interrupted(lambda: interrupted(done)), progress(what, total) as advance:
        for step in steps:
            done += step
            advance(step)
    return done
