from __future__ import annotations

import platform
import sys

import pytest

from tools.build import targets
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


def test_functions_run_on_linux_only_and_elsewhere_in_containers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(platform, "machine", lambda: "arm64")
    with pytest.raises(ToolError, match=r"darwin on arm64.*AWS_ENDPOINT_URL"):
        targets.local_arch()
    assert targets.machine_arch() == "arm64"


def test_functions_run_on_no_other_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    with pytest.raises(ToolError, match="this machine is riscv64"):
        targets.local_arch()
