"""Compiles src/thumbnailer_native for the layer and, in place, for this machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.build.targets import Target
from tools.errors import ToolError, exit_code
from tools.paths import BUILD, SOURCE

_PACKAGE = "thumbnailer_native"
_LIBRARY = f"lib{_PACKAGE}.so"
# Of ten years ago; Lambda has a newer one.
_GLIBC = "2.17"
_FLAGS = (
    *("-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror"),
    *("-mcpu=baseline", "-fPIC", "-shared", "-lm"),
)
_FAST = ("-O3", "-s")
# What a read beyond a buffer or an overflow ends at once, and what a fuzzer is guided by. Both
# sanitizers in one argument would leave the second one out.
_SANITIZED = (
    *("-O1", "-g", "-fno-omit-frame-pointer"),
    *("-fsanitize=undefined", "-fsanitize=address"),
    "-fsanitize-coverage=inline-8bit-counters,pc-table,trace-cmp",
)
_THIS_MACHINE = "native"


def add(packages: Path, target: Target, source: Path) -> None:
    """Put the package, compiled for a machine, beside others.

    Args:
        packages: the directory of packages.
        target: the machine.
        source: the directory that holds the package's source.

    Raises:
        ToolError: the compiler is missing, or does not compile.
    """
    package = _copied(packages, source / _PACKAGE)
    _compile(source / _PACKAGE, package, f"{target.machine}-linux-gnu.{_GLIBC}", _FAST)


def add_sanitized(packages: Path, source: Path = SOURCE / _PACKAGE) -> None:
    """Put the package beside others, compiled for this machine so that it ends where it errs.

    It loads only where `sanitizers.environment` is the environment.

    Args:
        packages: the directory of packages.
        source: the package's own directory; another one for tests.

    Raises:
        ToolError: the compiler is missing, or does not compile.
    """
    _compile(source, _copied(packages, source), _THIS_MACHINE, _SANITIZED)


def _copied(packages: Path, source: Path) -> Path:
    package = packages / _PACKAGE
    package.mkdir()
    for module in source.glob("*.py"):
        shutil.copyfile(module, package / module.name)
    return package


def _compile(source: Path, output: Path, machine: str, flags: tuple[str, ...]) -> None:
    """Compile the library for a machine as zig names it."""
    sources = sorted(path.name for path in source.glob("*.c"))
    command = [sys.executable, "-m", "ziglang", "cc", *_FLAGS, *flags, "-target", machine]
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
    place = SOURCE / _PACKAGE
    return exit_code(lambda: _compile(place, place, _THIS_MACHINE, _FAST))


if __name__ == "__main__":
    sys.exit(main())
