"""Compiles Python sources the way a read-only directory needs them."""

import os
import subprocess
from pathlib import Path

from tools.build import interpreter
from tools.errors import ToolError


def compile_tree(directory: Path, prefix: str, python: str) -> None:
    """Compile every source below a directory into a __pycache__ beside it.

    The bytecode is trusted without a look at its source (unchecked-hash): file times mean nothing
    in a reproducible archive, and bytecode that Python takes for stale would be compiled anew at
    every cold start, since Lambda's disk is read-only.

    Args:
        directory: the tree.
        prefix: where the tree will lie when it runs; tracebacks show it.
        python: the Python version that will run it.

    Raises:
        ToolError: there is no such interpreter, or a source does not compile.
    """
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment["PYTHONHASHSEED"] = "0"
    # Without columns, which mark a part of a line in tracebacks: a tenth of the function's zip.
    environment["PYTHONNODEBUGRANGES"] = "1"
    command = [str(interpreter.find(python)), "-m", "compileall", "-q", "-f"]
    command += ["--invalidation-mode", "unchecked-hash"]
    command += ["-s", str(directory), "-p", prefix, str(directory)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ToolError(f"compileall failed:\n{done.stdout}{done.stderr}")
