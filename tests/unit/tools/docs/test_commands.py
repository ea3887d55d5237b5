from __future__ import annotations

from pathlib import Path

import pytest

from tools.docs import commands
from tools.paths import ROOT

MAKEFILE = "PYTHON := python3\n\nbuild: stamp ## Build\n\ntest-fast: build ## Test\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with two targets."""
    (tmp_path / "Makefile").write_text(MAKEFILE)
    return tmp_path


@pytest.mark.parametrize(
    "text",
    [
        "`make build` and `make test-fast NAME=1`",
        "```sh\nmake build    # makes nothing\n./configure && make test-fast\n```",
        "You make pictures with it.",
        "`python -m tools.docs.commands`, `python3 -m venv .venv`",
        "python -m nowhere",
    ],
)
def test_commands_that_are_there(root: Path, text: str) -> None:
    (root / "README.md").write_text(text)
    assert commands.problems(root) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Run `make tests`.", "README.md:1: the Makefile has no target tests"),
        ("\n\n```sh\ncd a; make demo\n```", "README.md:3: the Makefile has no target demo"),
        ("| a |\n|---|\n| `make x` |", "README.md:3: the Makefile has no target x"),
        ("`python -m tools.gone`", "README.md:1: there is no module tools.gone"),
        ("`python -m gone.away --help`", "README.md:1: there is no module gone.away"),
    ],
)
def test_commands_that_are_not_there(root: Path, text: str, problem: str) -> None:
    (root / "README.md").write_text(text)
    assert commands.problems(root) == [problem]


def test_the_past_may_name_what_is_gone(root: Path) -> None:
    (root / "CHANGELOG.md").write_text("`make gone` is gone.")
    assert commands.problems(root) == []


def test_all_of_the_projects_commands_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert (commands.main(ROOT), capsys.readouterr().err) == (0, "")
