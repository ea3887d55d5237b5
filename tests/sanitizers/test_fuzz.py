"""The fuzzer still runs: a few inputs for each target, of the million of `make fuzz`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.fuzz import run
from tools.build import native, sanitizers
from tools.errors import ToolError

EXECUTIONS = 500


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not sanitizers.has_fuzzer():
        assert "CI" not in os.environ
        pytest.skip("NOT RUN: the fuzzer is for Linux on x86_64 with CPython 3.11 to 3.14")
    packages = tmp_path_factory.mktemp("fuzzed")
    native.add_sanitized(packages)
    return packages


@pytest.mark.parametrize("target", run.EXECUTIONS)
def test_each_target_runs(
    packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    monkeypatch.setattr(run, "CORPORA", tmp_path)
    assert run.fuzz(target, EXECUTIONS, packages).executions >= EXECUTIONS
    # Guided by the code that runs, it keeps inputs beside those that it began with.
    kept = {path.name for path in (tmp_path / target).iterdir() if "seed" not in path.name}
    assert kept


def test_a_target_that_errs_is_told(
    packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "CORPORA", tmp_path)
    with pytest.raises(ToolError, match="KeyError: 'nothing'"):
        run.fuzz("nothing", EXECUTIONS, packages)
