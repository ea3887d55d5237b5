from __future__ import annotations

import platform
import sys

import pytest

from tools import targets
from tools.errors import ToolError


@pytest.mark.parametrize("version", ["3.11", "3.13", "3.14"])
def test_supported_pythons(version: str) -> None:
    assert targets.check_python(version) == version


@pytest.mark.parametrize("version", ["3.10", "3", "2.7", "3.13.0", "4.0", "", "python3.13"])
def test_other_pythons_are_refused(version: str) -> None:
    with pytest.raises(ToolError, match=r"give 3\.11 or later"):
        targets.check_python(version)


@pytest.mark.parametrize(
    ("machine", "arch"),
    [("x86_64", "x86_64"), ("aarch64", "arm64"), ("arm64", "arm64")],
)
def test_local_arch(monkeypatch: pytest.MonkeyPatch, machine: str, arch: str) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "machine", lambda: machine)
    assert targets.local_arch() == arch


@pytest.mark.parametrize(("system", "machine"), [("darwin", "arm64"), ("linux", "riscv64")])
def test_functions_run_on_no_other_machine(
    monkeypatch: pytest.MonkeyPatch, system: str, machine: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    with pytest.raises(ToolError, match=f"{system} on {machine}"):
        targets.local_arch()
