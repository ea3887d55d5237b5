"""Compiles Python sources the way a read-only directory needs them."""

import os
import subprocess
from pathlib import Path

from tools.build import interpreter
from tools.errors import ToolError

# Levels of optimization: https://docs.python.org/3/library/compileall.html#cmdoption-compileall-o
_KEEP, _STRIP = 0, 2


def compile_tree(directory: Path, prefix: str, python: str, *, docstrings: bool = True) -> None:
    """Compile every source below a directory into a __pycache__ beside it.

    The bytecode is trusted without a look at its source (unchecked-hash): file times mean nothing
    in a reproducible archive, and bytecode that Python takes for stale would be compiled anew at
    every cold start, since Lambda's disk is read-only.

    Args:
        directory: the tree.
        prefix: where the tree will lie when it runs; tracebacks show it.
        python: the Python version that will run it.
        docstrings: whether the bytecode has them; the sources do in any case. Without them it is
            smaller and loads faster, and has no `assert` statements either.

    Raises:
        ToolError: there is no such interpreter, or a source does not compile.
    """
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment["PYTHONHASHSEED"] = "0"
    # Without columns, which mark a part of a line in tracebacks: a tenth of the function's zip.
    environment["PYTHONNODEBUGRANGES"] = "1"
    command = [str(interpreter.find(python)), "-m", "compileall", "-q", "-f"]
    command += ["--invalidation-mode", "unchecked-hash"]
    command += ["-o", str(_KEEP if docstrings else _STRIP)]
    command += ["-s", str(directory), "-p", prefix, str(directory)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ToolError(f"compileall failed:\n{done.stdout}{done.stderr}")
    # Under the name that Python looks for without the option -OO.
    for path in directory.rglob(f"*.opt-{_STRIP}.pyc"):
        path.rename(path.with_name(path.name.replace(f".opt-{_STRIP}", "")))
