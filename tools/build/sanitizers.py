"""What native code needs that was compiled by `native.add_sanitized`: AddressSanitizer's runtime.

The compiler (ziglang) brings that of UndefinedBehaviorSanitizer along, and not this one. It comes
with the fuzzer (atheris, from PyPI, for Linux on x86_64), or with a C compiler of this machine.
"""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from tools import venvs
from tools.errors import ToolError

_RUNTIME = "asan_with_fuzzer.so"
_NAMES = ("libasan.so", f"libclang_rt.asan-{platform.machine()}.so", "libclang_rt.asan.so")


class Unobtainable(ToolError):
    """This machine has no way to a runtime; the message says what would give it one."""


def environment(packages: Path) -> dict[str, str]:
    """The environment of a Python that imports what `native.add_sanitized` added.

    Args:
        packages: the directory of packages.

    Raises:
        Unobtainable: there is no runtime for this machine.
        ToolError: pip could not fetch it.
    """
    found = _runtime()
    # LD_PRELOAD is a list that spaces separate: a copy lies where none of the checkout's are.
    runtime = packages / found.name
    if not runtime.exists():
        shutil.copyfile(found, runtime)
    return os.environ | {
        "LD_PRELOAD": str(runtime),
        # Python's own leaks are no matter here; a fault ends it as it ends other programs.
        "ASAN_OPTIONS": "detect_leaks=0:handle_abort=0",
        # Small objects each in memory of their own: what is read beyond them is noticed.
        "PYTHONMALLOC": "malloc",
        "PYTHONPATH": os.pathsep.join([str(packages), *_fuzzer()]),
    }


def _runtime() -> Path:
    for folder in _fuzzer():
        return Path(folder, _RUNTIME)
    found = (_beside_compiler(name) for name in _NAMES)
    runtime = next((path for path in found if path), None)
    if runtime is None:
        raise Unobtainable(
            "AddressSanitizer's runtime comes from PyPI for Linux on x86_64 with CPython 3.11 to"
            " 3.14; elsewhere install gcc or clang on Linux"
        )
    return runtime


def has_fuzzer() -> bool:
    """Whether there is a fuzzer for this machine."""
    return (
        (sys.platform, platform.machine()) == ("linux", "x86_64")
        and platform.python_implementation() == "CPython"
        and sys.version_info < (3, 15)
    )


def _fuzzer() -> list[str]:
    """The directory of packages that has the fuzzer; none where there is none for this machine."""
    if not has_fuzzer():
        return []
    python = venvs.ensure("fuzzer", Path(sys.executable), "fuzzer.txt")
    (runtime,) = python.parents[1].glob(f"lib/python*/site-packages/{_RUNTIME}")
    return [str(runtime.parent)]


def _beside_compiler(name: str) -> Path | None:
    compiler = shutil.which("cc") if sys.platform == "linux" else None
    if not compiler:
        return None
    command = [compiler, f"-print-file-name={name}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    path = Path(done.stdout.strip())
    # It answers with the bare name when it has no such file.
    return path.resolve() if done.returncode == 0 and path.is_absolute() else None
