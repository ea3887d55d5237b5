"""A progress line on standard error, shown only on terminals."""

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
    """Show progress while the block runs.

    Args:
        what: the current operation, such as "counting".
        total: the number of things to do; None if it is unknown.

    Yields:
        A function to call with the number of things done since the last call.
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
        what: the current operation, such as "counting".
        total: the number of things to do.
        steps: does the work; yields the number of things done in each step.
        interrupted: returns the message for Ctrl-C, given the number of things done.

    Returns:
        The number of things done.
    """
    done = 0
    with if_interrupted(lambda: interrupted(done)), progress(what, total) as advance:
        for step in steps:
            done += step
            advance(step)
    return done
