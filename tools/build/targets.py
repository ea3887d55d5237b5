"""What the artifacts can be built for."""

import platform
import re
import sys
from dataclasses import dataclass

from tools.build.interpreter import LAMBDA
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


# The oldest minor version of Python 3 that runs the package, as pyproject.toml says.
OLDEST = 11


def machine_arch() -> str:
    """Tell which architecture this machine has, whatever its system.

    Returns:
        Lambda's name for it.

    Raises:
        ToolError: Lambda knows none like it.
    """
    machine = platform.machine().lower()
    for target in TARGETS.values():
        if machine in (target.machine, target.arch):
            return target.arch
    raise ToolError(f"Functions run on arm64 or x86_64 only, and this machine is {machine}.")


def local_arch() -> str:
    """Tell which architecture functions that run on this machine are built for.

    Returns:
        Lambda's name for it.

    Raises:
        ToolError: functions cannot run on this machine.
    """
    if sys.platform != "linux":
        raise ToolError(
            f"The function's libraries run on Linux only, and this is {sys.platform} on"
            f" {platform.machine()}: use a Linux machine or container, or set AWS_ENDPOINT_URL to"
            " an emulator that runs functions in containers, such as LocalStack."
        )
    return machine_arch()


def check_python(version: str) -> str:
    """Check a Python version.

    Args:
        version: such as "3.13".

    Returns:
        The same.

    Raises:
        ToolError: it is no minor version, or one that the package does not support.
    """
    if not re.fullmatch(r"3\.\d{1,2}", version) or int(version[2:]) < OLDEST:
        raise ToolError(
            f"Python {version} is not supported: give 3.{OLDEST} or later, such as {LAMBDA}."
        )
    return version
