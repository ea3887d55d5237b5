"""What tests do where a Python is missing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tools.build import interpreter
from tools.errors import ToolError


def require(version: str) -> Path:
    """Find a Python; where there is none, skip the test, and fail it in CI.

    Args:
        version: the minor version, such as "3.13".

    Returns:
        The path of the interpreter.
    """
    try:
        return interpreter.find(version)
    except ToolError as error:
        if "CI" in os.environ:
            raise
        pytest.skip(f"NOT RUN: {error}")
