"""The options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

Config = Annotated[
    str,
    typer.Option(
        metavar="FILE",
        help="The output of terraform output -json, - for standard input.",
    ),
]
Module = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="""One deployment of several in --config, such as 'thumbnails["avatars"]'.""",
    ),
]
Suffixes = Annotated[
    list[str] | None,
    typer.Option(
        "--suffix",
        metavar="SUFFIX",
        help="Only keys that end with it, as given, in lower or in upper case, are sources; may be"
        " repeated.  [default: those of the outputs, else every key is one]",
    ),
]
Rate = Annotated[
    float,
    typer.Option(
        min=0.1,
        metavar="N",
        help="Messages a second. New uploads wait behind them, so the function should keep up.",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Change nothing; say what would be done.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the results as JSON.")]

# About what ten invocations at a time, the module's default, make of large photos.
DEFAULT_RATE = 50.0
