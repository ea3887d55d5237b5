"""Compiles src/scanlines for the layer and, in place, for this machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.errors import ToolError
from tools.paths import BUILD, SOURCE
from tools.targets import Target

_PACKAGE = "scanlines"
_LIBRARY = "libscanlines.so"
# Freestanding: what is compiled needs no library, of whatever version. -fno-builtin keeps the
# compiler from making memcpy and memset of loops.
_FLAGS = (
    *("-std=c11", "-O3", "-Wall", "-Wextra", "-Wpedantic", "-Werror"),
    *("-ffreestanding", "-fno-builtin", "-nostdlib", "-fPIC", "-shared", "-s"),
)


def add(packages: Path, target: Target, source: Path) -> None:
    """Put the package, compiled for a machine, beside others.

    Args:
        packages: the directory of packages.
        target: the machine.
        source: the directory that holds the package's source.

    Raises:
        ToolError: the compiler is missing, or does not compile.
    """
    package = packages / _PACKAGE
    package.mkdir()
    shutil.copyfile(source / _PACKAGE / "__init__.py", package / "__init__.py")
    _compile(source / _PACKAGE, package, f"{target.machine}-linux-gnu")


def _compile(source: Path, output: Path, machine: str) -> None:
    """Compile the library, into the same bytes wherever that is done."""
    command = [sys.executable, "-m", "ziglang", "cc", *_FLAGS]
    command += ["-target", machine, "-mcpu=baseline"]
    command += ["-o", str(output / _LIBRARY), "scanlines.c"]
    caches = {"ZIG_GLOBAL_CACHE_DIR": str(BUILD / "zig"), "ZIG_LOCAL_CACHE_DIR": str(BUILD / "zig")}
    # From the source's own directory: a path of this machine has no place in the library.
    done = subprocess.run(
        command,
        cwd=source,
        env=os.environ | caches,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ToolError(f"scanlines.c does not compile for {machine}:\n{done.stderr}")


def main() -> int:
    """Compile it in place, for tests and commands that run from the sources.

    Returns:
        The exit code.
    """
    try:
        _compile(SOURCE / _PACKAGE, SOURCE / _PACKAGE, "native")
    except ToolError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
