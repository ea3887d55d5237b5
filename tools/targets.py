"""What the artifacts can be built for."""

import platform
import re
import sys
from dataclasses import dataclass

from tools.errors import ToolError


@dataclass(frozen=True)
class Target:
    """One kind of machine that runs the function.

    Attributes:
        arch: its name for Lambda.
        machine: its name in wheel tags and file names.
        elf: its name in ELF headers.
    """

    arch: str
    machine: str
    elf: str


TARGETS = {
    "arm64": Target("arm64", "aarch64", "EM_AARCH64"),
    "x86_64": Target("x86_64", "x86_64", "EM_X86_64"),
}


_OLDEST = 11  # as pyproject.toml says


def local_arch() -> str:
    """Tell which architecture this machine runs.

    Returns:
        Lambda's name for it.

    Raises:
        ToolError: functions cannot run on this machine.
    """
    machine = platform.machine().lower()
    for target in TARGETS.values():
        if sys.platform == "linux" and machine in (target.machine, target.arch):
            return target.arch
    raise ToolError(
        f"The function's libraries run on Linux on arm64 or x86_64 only, "
        f"and this is {sys.platform} on {machine}: use a Linux machine or container."
    )


def check_python(version: str) -> str:
    """Check a Python version.

    Args:
        version: such as "3.13".

    Returns:
        The same.

    Raises:
        ToolError: it is no minor version, or one that the package does not support.
    """
    if not re.fullmatch(r"3\.\d{1,2}", version) or int(version[2:]) < _OLDEST:
        raise ToolError(f"Python {version} is not supported: give 3.11 or later, such as 3.13.")
    return version
