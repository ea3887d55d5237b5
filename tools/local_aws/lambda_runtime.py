"""An interpreter as Lambda's: with the runtime client and boto3, and nothing of the layers."""

from pathlib import Path

from tools import venvs
from tools.build import interpreter


def ensure(version: str) -> Path:
    """Make sure that there is one.

    Args:
        version: of Python, such as "3.13".

    Returns:
        The interpreter; `-m awslambdaric HANDLER` runs a function in it.

    Raises:
        ToolError: there is no such Python, or pip failed.
    """
    return venvs.ensure(f"runtime-{version}", interpreter.find(version), "runtime.txt")
