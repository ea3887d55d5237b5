"""Tests that need a Python are skipped only where somebody reads that they were."""

from __future__ import annotations

import pytest

from tests.support import interpreters
from tools.build import interpreter
from tools.errors import ToolError


@pytest.fixture(autouse=True)
def _no_python(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(version: str) -> None:
        raise ToolError(f"There is no Python {version}.")

    monkeypatch.setattr(interpreter, "find", find)


def test_on_a_persons_machine_they_are_skipped_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="NOT RUN: There is no Python"):
        interpreters.require("3.13")


def test_in_ci_they_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(ToolError, match="There is no Python"):
        interpreters.require("3.13")
