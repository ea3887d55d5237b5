"""The entry point of `thumbnailer` and `python -m thumbnailer_cli`.

The processes that render import this module too, so it imports the command line only in `run`.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper


def run() -> None:
    """Run the command line; exits with code 2 when the extra `cli` is not installed."""
    try:
        _run()
    except KeyboardInterrupt:  # during imports; commands print more
        sys.exit(130)


def _run() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # File names may contain characters that the terminal's encoding cannot represent.
            stream.reconfigure(errors="backslashreplace")
    try:
        from thumbnailer_cli.main import app  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name not in ("rich", "typer"):
            raise
        missing = f"thumbnailer: {error.name} is not installed; run: pip install '.[cli]'\n"
        sys.stderr.write(missing)
        sys.exit(2)
    app(prog_name="thumbnailer")


if __name__ == "__main__":
    run()
