"""Options of more than one command."""

from __future__ import annotations

from typing import Annotated

import typer

Config = Annotated[
    str,
    typer.Option(
        metavar="FILE",
        help="File with the output of terraform output -json; - for standard input.",
    ),
]
Module = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="""Use this deployment of several in --config, such as 'thumbnails["avatars"]'.""",
    ),
]
Suffixes = Annotated[
    list[str] | None,
    typer.Option(
        "--suffix",
        metavar="SUFFIX",
        help="Only keys with this suffix, as given, in lowercase, or in uppercase, are sources. You"
        " can repeat the option.  [default: suffixes of the outputs; if none, all keys]",
    ),
]
Rate = Annotated[
    float,
    typer.Option(
        min=0.1,
        metavar="N",
        help="Send N messages a second. New uploads wait behind these messages, so do not send them"
        " faster than the function processes them.",
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Change nothing; show what the command would do.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the results as JSON.")]

# About the rate of ten concurrent invocations, the module's default, for large images.
DEFAULT_RATE = 50.0
