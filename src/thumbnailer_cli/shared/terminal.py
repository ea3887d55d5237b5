"""What the commands that talk to AWS say to a person: problems, progress, questions."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from thumbnailer_cli.shared.errors import CommandError, Interrupted
from thumbnailer_cli.shared.text import printable

# Exit codes, beside 0. The last one is what shells give for a process that SIGINT ended.
FOUND = 1
CANNOT = 2
INTERRUPTED = 130

_UNLIMITED = 100_000


@contextmanager
def problems_told() -> Iterator[None]:
    """Tell what ended a command early, a line each, and exit with the code for it."""
    try:
        yield
    except CommandError as error:
        for problem in error.problems:
            typer.echo(f"thumbnailer: {printable(problem)}", err=True)
        raise typer.Exit(CANNOT) from None
    except KeyboardInterrupt as interrupt:
        told = isinstance(interrupt, Interrupted)
        what = str(interrupt) if told else "nothing was changed; run it again"
        typer.echo(f"thumbnailer: interrupted: {printable(what)}", err=True)
        raise typer.Exit(INTERRUPTED) from None


def say(text: str) -> None:
    """A line for a person, on standard error: standard output is for results."""
    typer.echo(text, err=True)


def print_json(document: dict[str, Any], **lists: Iterable[Any]) -> None:
    """Results for a program.

    Args:
        document: the results.
        lists: further members, whose elements are printed one by one: they may be millions.
    """
    typer.echo(json.dumps(document, indent=2).removesuffix("\n}"), nl=False)
    for name, elements in lists.items():
        typer.echo(f",\n  {json.dumps(name)}: [", nl=False)
        for number, element in enumerate(elements):
            typer.echo(f"{',' if number else ''}\n    {json.dumps(element)}", nl=False)
        typer.echo("\n  ]", nl=False)
    typer.echo("\n}")


def print_table(table: Table) -> None:
    """Results for a person."""
    # A file or a pipe has no width that keys would have to be folded to.
    Console(width=None if sys.stdout.isatty() else _UNLIMITED).print(table)


def confirm(question: str, yes: bool) -> None:
    """Ask before money is spent or something deleted.

    Raises:
        CommandError: when the answer is no, or nobody is there to give one.
    """
    if yes:
        return
    if not is_a_person_there():
        raise CommandError(f"{question} Nobody is there to answer: say --yes")
    try:
        agreed = typer.confirm(question, err=True)
    except typer.Abort:
        raise KeyboardInterrupt from None
    if not agreed:
        raise CommandError("nothing was done")


def is_a_person_there() -> bool:
    """Whether questions would be answered."""
    return sys.stdin.isatty()


class Bar:
    """One line of progress; it shows on terminals only."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def advance(self, by: int = 1) -> None:
        """So many more are done."""
        self._progress.advance(self._task, by)


@contextmanager
def bar(what: str, total: int | None = None) -> Iterator[Bar]:
    """Show progress as long as the block runs.

    Args:
        what: is being done.
        total: of the things to do; None when nobody knows yet.
    """
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn())
    with Progress(
        *columns,
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as progress:
        yield Bar(progress, progress.add_task(what, total=total))
