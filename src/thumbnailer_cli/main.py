"""The command line: registers every command."""

from __future__ import annotations

from typing import Annotated

import typer

from thumbnailer import __version__
from thumbnailer_cli.audit.command import audit
from thumbnailer_cli.backfill.command import backfill
from thumbnailer_cli.dlq.command import cancel, discard, peek, redrive
from thumbnailer_cli.render.command import render


def _commands(about: str) -> typer.Typer:
    return typer.Typer(
        help=about,
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )


_ABOUT = "Render thumbnails locally as the deployed function does, and operate deployments."
app = _commands(_ABOUT)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"thumbnailer {__version__}")
        raise typer.Exit


@app.callback(help=_ABOUT)
def options(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Options of the program."""


app.command("render")(render)
app.command("audit")(audit)
app.command("backfill")(backfill)

dead_letters = _commands("Explain, redrive, and delete dead-letter messages.")
dead_letters.command("peek")(peek)
dead_letters.command("redrive")(redrive)
dead_letters.command("cancel")(cancel)
dead_letters.command("discard")(discard)
app.add_typer(dead_letters, name="dlq")
