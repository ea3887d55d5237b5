"""Which test runs where and when, as `make test` spreads them over processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import workers
from tools.paths import ROOT


@pytest.mark.parametrize(
    ("nodeid", "unit"),
    [
        ("tests/unit/test_imports.py::test_a", "tests/unit/test_imports.py"),
        ("tests/unit/test_imports.py::TestB::test_b[x::y]", "tests/unit/test_imports.py"),
        ("tests/e2e/test_access.py::test_c", "tests/e2e"),
        ("tests/e2e/test_destroy.py::test_d[1]", "tests/e2e"),
        ("tests/e2e/test_encryption.py::test_d", "tests/e2e/test_encryption.py"),
        ("tests/e2e/test_pipelines.py::test_d", "tests/e2e/test_pipelines.py"),
        ("tests/artifact/test_wire.py::test_e", "tests/artifact"),
        ("chaos/tests/e2e/test_scenario.py::test_f", "chaos/tests/e2e/test_scenario.py"),
        (
            "tests/terraform/test_terraform.py::test_terraform_test[queue]",
            "tests/terraform/test_terraform.py::test_terraform_test[queue]",
        ),
    ],
)
def test_unit(nodeid: str, unit: str) -> None:
    assert workers.unit(nodeid) == unit


def test_what_waits_starts_first() -> None:
    ranks = [
        workers.rank(f"{folder}/test_it.py::test_it")
        for folder in (
            "tests/e2e",
            "tests/artifact",
            "models/tests/artifact",
            "tests/terraform",
            "tests/unit/tools",
            "tests/elsewhere",
        )
    ]
    assert ranks == sorted(ranks)
    assert workers.rank("chaos/tests/e2e/test_it.py::test_it") == 0


def test_every_layer_has_a_rank() -> None:
    modules = [
        path.relative_to(ROOT).as_posix()
        for folder in ("tests", "*/tests")
        for path in ROOT.glob(f"{folder}/**/test_*.py")
    ]
    assert len(modules) > 100
    last = workers.rank("tests/elsewhere/test_it.py")
    assert [module for module in modules if workers.rank(module) == last] == []


DEADLY = """
import os, signal

def test_before(): pass
def test_it_dies(): os.kill(os.getpid(), signal.SIGKILL)
def test_after(): pass
"""


def test_what_a_worker_died_of_fails_once_and_the_rest_runs(tmp_path: Path) -> None:
    for name, code in {"deadly": DEADLY, "other": "def test_it(): pass\n"}.items():
        (tmp_path / f"test_{name}.py").write_text(code)
    command = [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", "."]
    command += ["-p", "tests.workers", "--numprocesses", "2", "--dist", "loadscope"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert "crashed while running 'test_deadly.py::test_it_dies'" in done.stdout
    assert "1 failed, 3 passed" in done.stdout
