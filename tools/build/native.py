"""Compiles src/thumbnailer_native for the layer and, in place, for this machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.build.targets import Target
from tools.errors import ToolError
from tools.paths import BUILD, SOURCE

_PACKAGE = "thumbnailer_native"
_LIBRARY = f"lib{_PACKAGE}.so"
# Of ten years ago; Lambda has a newer one.
_GLIBC = "2.17"
_FLAGS = (
    *("-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror"),
    *("-O3", "-mcpu=baseline", "-fPIC", "-shared", "-s", "-lm"),
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
    for module in (source / _PACKAGE).glob("*.py"):
        shutil.copyfile(module, package / module.name)
    _compile(source / _PACKAGE, package, f"{target.machine}-linux-gnu.{_GLIBC}")


def _compile(source: Path, output: Path, machine: str) -> None:
    """Compile the library for a machine as zig names it; `native` is this one."""
    sources = sorted(path.name for path in source.glob("*.c"))
    command = [sys.executable, "-m", "ziglang", "cc", *_FLAGS, "-target", machine]
    command += ["-o", str(output / _LIBRARY), *sources]
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
        raise ToolError(f"thumbnailer_native does not compile for {machine}:\n{done.stderr}")


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
