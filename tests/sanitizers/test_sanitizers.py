"""The tests of native code once more, compiled so that it ends at its first error."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.build import native, sanitizers
from tools.paths import ROOT

# Whatever runs native code, and little else.
TESTS = (
    "tests/unit/test_native.py",
    "tests/property/test_native.py",
    "tests/property/test_native_bounds.py",
    "tests/property/imaging/test_jpeg_eighth.py",
    "tests/property/imaging/test_png_strips.py",
    "tests/property/imaging/test_png_encode.py",
)

LOADS = """
import ctypes
from pathlib import Path

path = Path(__file__).with_name("libthumbnailer_native.so")
library = ctypes.CDLL(str(path))
"""
FAULTY = """
#include <stdint.h>

int beyond(const uint8_t *buffer, int index);
int sum(int one, int other);

int beyond(const uint8_t *buffer, int index)
{
    return buffer[index];
}

int sum(int one, int other)
{
    return one + other;
}
"""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    packages = tmp_path_factory.mktemp("sanitized")
    native.add_sanitized(packages)
    return packages


def run(packages: Path, *arguments: str) -> tuple[int, str]:
    """Run Python with the packages; its exit code and all that it printed."""
    try:
        environment = sanitizers.environment(packages)
    except sanitizers.Unobtainable as error:
        if "CI" in os.environ:
            raise
        pytest.skip(f"NOT RUN: {error}")
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("module", TESTS)
def test_native_code_errs_nowhere(packages: Path, module: str) -> None:
    code, printed = run(packages, "-m", "pytest", "-q", "-p", "no:cacheprovider", module)
    assert (code, "passed" in printed) == (0, True), printed


def test_it_is_the_sanitized_code_that_runs(packages: Path) -> None:
    code, printed = run(packages, "-c", "import thumbnailer_native as n; print(n.__file__)")
    assert (code, printed.strip()) == (0, str(packages / "thumbnailer_native/__init__.py"))


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("beyond(ctypes.create_string_buffer(100), 99)", None),
        ("beyond(ctypes.create_string_buffer(100), 100)", "heap-buffer-overflow"),
        ("beyond(ctypes.create_string_buffer(100), -1)", "heap-buffer-overflow"),
        ("sum(2**31 - 2, 1)", None),
        ("sum(2**31 - 1, 1)", "signed integer overflow"),
    ],
)
def test_code_that_errs_ends(tmp_path: Path, call: str, found: str | None) -> None:
    source, packages = tmp_path / "source", tmp_path / "packages"
    source.mkdir()
    packages.mkdir()
    (source / "__init__.py").write_text(LOADS)
    (source / "faulty.c").write_text(FAULTY)
    native.add_sanitized(packages, source)
    code, printed = run(
        packages, "-c", f"import ctypes; from thumbnailer_native import library; library.{call}"
    )
    assert (found or "") in printed
    assert (code == 0) == (found is None), printed
