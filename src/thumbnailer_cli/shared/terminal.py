"""Prints results, messages, errors, and questions."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from thumbnailer_cli.shared.errors import CommandError, Interrupted
from thumbnailer_cli.shared.text import printable

# Exit codes other than 0. The last one is the code of shells for a process that SIGINT ended.
FOUND = 1
CANNOT = 2
INTERRUPTED = 130

_UNLIMITED = 100_000


@contextmanager
def exit_on_errors() -> Iterator[None]:
    """Print why the command ended early, a line for each problem, and exit with the error code."""
    try:
        yield
    except CommandError as error:
        for problem in error.problems:
            typer.echo(f"thumbnailer: {printable(problem)}", err=True)
        raise typer.Exit(CANNOT) from None
    except KeyboardInterrupt as interrupt:
        told = isinstance(interrupt, Interrupted)
        what = str(interrupt) if told else "no changes were made; run the command again"
        typer.echo(f"thumbnailer: interrupted: {printable(what)}", err=True)
        raise typer.Exit(INTERRUPTED) from None


def say(text: str) -> None:
    """Print a message to standard error; standard output is for results."""
    typer.echo(text, err=True)


def print_json(document: dict[str, Any], **lists: Iterable[Any]) -> None:
    """Print results as JSON.

    Args:
        document: the results.
        lists: more members; their elements are printed one by one, since there may be millions.
    """
    typer.echo(json.dumps(document, indent=2).removesuffix("\n}"), nl=False)
    for name, elements in lists.items():
        typer.echo(f",\n  {json.dumps(name)}: [", nl=False)
        for number, element in enumerate(elements):
            typer.echo(f"{',' if number else ''}\n    {json.dumps(element)}", nl=False)
        typer.echo("\n  ]", nl=False)
    typer.echo("\n}")


def print_table(table: Table) -> None:
    """Print results as a table."""
    # In a file or a pipe, lines have no maximum width, so keys are not wrapped.
    Console(width=None if sys.stdout.isatty() else _UNLIMITED).print(table)


def confirm(question: str, yes: bool) -> None:
    """Ask for confirmation before the command incurs costs or deletes something.

    Raises:
        CommandError: if the answer is no, or standard input is not a terminal.
    """
    if yes:
        return
    if not is_interactive():
        raise CommandError(f"{question} stdin is not a terminal; pass --yes")
    try:
        agreed = typer.confirm(question, err=True)
    except typer.Abort:
        raise KeyboardInterrupt from None
    if not agreed:
        raise CommandError("canceled")


def is_interactive() -> bool:
    """Whether standard input is a terminal, so that the command can ask."""
    return sys.stdin.isatty()
