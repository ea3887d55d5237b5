from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.build import interpreter
from tools.errors import ToolError

OWN = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine with nothing on PATH and no version manager; returns the directory on PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setattr(interpreter, "_PLACES", ())
    interpreter.find.cache_clear()
    interpreter.local_python.cache_clear()
    yield tmp_path
    interpreter.find.cache_clear()
    interpreter.local_python.cache_clear()


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_our_own() -> None:
    assert interpreter.find(OWN).exists()


def test_on_path(machine: Path) -> None:
    path = program(machine / "python3.99", "echo 3.99")
    assert interpreter.find("3.99") == path


def test_a_shim_that_fails_is_passed_over(machine: Path) -> None:
    program(machine / "python3.99", "echo 'pyenv: python3.99: command not found' >&2; exit 127")
    path = program(machine / "pyenv/versions/3.99.1/bin/python3.99", "echo 3.99")
    assert interpreter.find("3.99") == path


def test_one_that_is_another_version_is_passed_over(machine: Path) -> None:
    program(machine / "python3.99", "echo 3.98")
    with pytest.raises(ToolError, match=r"no working Python 3\.99") as caught:
        interpreter.find("3.99")
    assert str(machine / "python3.99") in str(caught.value)


def test_local_runs_take_lambdas_python_where_there_is_one(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interpreter, "LAMBDA", "3.99")
    assert interpreter.local_python() == OWN
    program(machine / "python3.99", "echo 3.99")
    interpreter.find.cache_clear()
    interpreter.local_python.cache_clear()
    assert interpreter.local_python() == "3.99"
