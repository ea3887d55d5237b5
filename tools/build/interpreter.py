"""Finds the Python interpreters of this machine, by running them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tools.errors import ToolError

LAMBDA = "3.13"  # what the artifacts that ship are built for

_PROBE = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
_PLACES = ("/usr/local/bin", "/usr/bin", "/opt/homebrew/bin", "/var/lang/bin")


@cache
def find(version: str) -> Path:
    """Find a Python that can make virtual environments.

    Args:
        version: the minor version, such as "3.13".

    Returns:
        The path of the interpreter.

    Raises:
        ToolError: there is none; the message lists where it looked.
    """
    tried = []
    for candidate in _candidates(version):
        if _reports(candidate, version):
            return candidate
        tried.append(str(candidate))
    raise ToolError(
        f"There is no working Python {version} on this machine (with venv and ensurepip). "
        f"Install it so that python{version} runs, or choose another version. "
        f"Looked at: {', '.join(dict.fromkeys(tried))}."
    )


@cache
def local_python() -> str:
    """Tell for which Python version local runs build: Lambda's where it exists, else our own."""
    try:
        find(LAMBDA)
    except ToolError:
        return f"{sys.version_info.major}.{sys.version_info.minor}"
    return LAMBDA


def _candidates(version: str) -> Iterator[Path]:
    name = f"python{version}"
    # Our own interpreter as it was before a virtual environment wrapped it.
    yield Path(getattr(sys, "_base_executable", sys.executable))
    yield Path(shutil.which(name) or name)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob(f"versions/{version}.*/bin/{name}"))
    uv = Path.home() / ".local/share/uv/python"
    yield from sorted(uv.glob(f"cpython-{version}.*/bin/{name}"))
    yield from (Path(place) / name for place in _PLACES)


def _reports(python: Path, version: str) -> bool:
    # A file of the right name proves nothing: version managers put shims on PATH that fail.
    try:
        done = subprocess.run(
            [python, "-I", "-c", _PROBE],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and done.stdout.strip() == version
