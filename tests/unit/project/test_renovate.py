"""Renovate updates each lock, by one manager: where there is a new lock, renovate.json names it."""

from __future__ import annotations

import json
import re
import shlex
from typing import Any

import pytest

from tools.paths import REQUIREMENTS, ROOT

CONFIG: dict[str, Any] = json.loads((ROOT / "renovate.json").read_text())
LOCKS = sorted(path.stem for path in REQUIREMENTS.glob("*.txt"))
PYTHON = ("pip-compile", "pip_requirements")

# The options that Renovate's pip-compile manager takes from the header of a lock, of those in use.
ACCEPTED = {"--universal", "--python-version", "--generate-hashes", "--output-file"}


def manager(lock: str) -> str | None:
    """The manager that updates a lock, where it is one."""
    path = f"requirements/{lock}.txt"
    found = [
        name
        for name in PYTHON
        for pattern in CONFIG[name]["managerFilePatterns"]
        if re.search(pattern.strip("/"), path)
    ]
    assert len(found) <= 1, f"{path}: {found}"
    return found[0] if found else None


def packages(lock: str) -> set[str]:
    text = (REQUIREMENTS / f"{lock}.txt").read_text()
    return set(re.findall(r"^([a-z0-9.-]+)==", text, re.MULTILINE))


def test_each_lock_is_updated_but_that_of_localstack() -> None:
    assert [lock for lock in LOCKS if manager(lock) is None] == ["localstack"]
    assert "requirements/localstack.txt" in CONFIG["ignorePaths"]


def test_no_pattern_names_a_lock_that_is_gone() -> None:
    patterns = [pattern for name in PYTHON for pattern in CONFIG[name]["managerFilePatterns"]]
    named = {name for pattern in patterns for name in re.findall(r"[a-z][a-z-]+(?=[|)])", pattern)}
    assert named | {"localstack"} == set(LOCKS)


@pytest.mark.parametrize("lock", [lock for lock in LOCKS if manager(lock) == "pip-compile"])
def test_the_header_is_a_command_that_renovate_runs(lock: str) -> None:
    header = (REQUIREMENTS / f"{lock}.txt").read_text().splitlines()[1]
    told = re.fullmatch(r"#    (uv pip compile .*)", header)
    assert told, header
    compiler, sub, what, *options, source = shlex.split(told[1])
    assert (compiler, sub, what, source) == ("uv", "pip", "compile", f"{lock}.in")
    assert f"--output-file={lock}.txt" in options
    assert {option.partition("=")[0] for option in options} <= ACCEPTED
    assert "--generate-hashes" in options
    make = re.search(r"^COMPILE := (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert make
    assert told[1] == f"{make[1]} --output-file={lock}.txt {lock}.in"


@pytest.mark.parametrize("lock", [lock for lock in LOCKS if manager(lock) == "pip_requirements"])
def test_a_lock_that_is_updated_line_by_line_holds_no_dependencies(lock: str) -> None:
    asked = (REQUIREMENTS / f"{lock}.in").read_text()
    assert packages(lock) == set(re.findall(r"^[a-z0-9-]+", asked, re.MULTILINE))


def test_there_is_no_other_bot() -> None:
    assert not list((ROOT / ".github").glob("dependabot.*"))
    assert set(CONFIG["enabledManagers"]) >= {
        *PYTHON,
        "github-actions",
        "npm",
        "pre-commit",
        "terraform",
    }


def test_the_oldest_boto3_stays() -> None:
    (rule,) = (
        rule
        for rule in CONFIG["packageRules"]
        if "requirements/oldest.in" in rule.get("matchFileNames", ())
    )
    assert rule["enabled"] is False
