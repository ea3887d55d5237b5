"""The pure core stays pure: no boto3, no environment, no clock, no global switch of Pillow."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import thumbnailer

PACKAGE = Path(thumbnailer.__file__).parent
EVERY_MODULE = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
COMMANDS = [module for module in EVERY_MODULE if module.startswith("cli/")]
# What runs on Lambda.
MODULES = [module for module in EVERY_MODULE if module not in COMMANDS]

# Of the commands; all others can be tried without.
KNOW_AWS = {
    "cli/aws.py": {"boto3", "botocore", "mypy_boto3_logs", "mypy_boto3_s3", "mypy_boto3_sqs"},
    "cli/aws_errors.py": {"botocore"},
}

# Who may import what from outside the package; everybody may import the pure standard library.
ALLOWED = {
    "aws.py": {"boto3", "botocore", "urllib3"},
    "store.py": {"botocore", "mypy_boto3_s3"},
    "topic.py": {"mypy_boto3_sns"},
    "visibility.py": {"mypy_boto3_sqs"},
    # Both are in the layer, and done without where they are not to be had.
    "imaging/png_strips.py": {"isal", "thumbnailer_native"},
    "imaging/resample.py": {"thumbnailer_native"},
}
IMPURE = {
    "concurrent.futures",
    "datetime",
    "os",
    "pathlib",
    "random",
    "socket",
    "subprocess",
    "threading",
    "time",
}
MAY_TOUCH = {
    "handler.py": {"os", "time"},
    "service.py": {"time", "random", "concurrent.futures"},
    "gate.py": {"threading"},
    # Of these, dates alone: what time it is they are told.
    "report.py": {"datetime"},
    "notice.py": {"datetime"},
}


def imported(module: str) -> set[str]:
    tree = ast.parse((PACKAGE / module).read_text())
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("module", MODULES)
def test_only_known_packages_are_imported(module: str) -> None:
    roots = {name.split(".")[0] for name in imported(module)} - set(sys.stdlib_module_names)
    allowed = {"thumbnailer"} | ALLOWED.get(module, set())
    if module.startswith("imaging/"):
        allowed.add("PIL")
    assert roots <= allowed


@pytest.mark.parametrize("module", MODULES)
def test_the_outside_is_touched_only_by_the_shell(module: str) -> None:
    assert imported(module) & IMPURE <= MAY_TOUCH.get(module, set())


@pytest.mark.parametrize("module", [m for m in MODULES if m.startswith("imaging/")])
def test_imaging_knows_neither_s3_nor_deployments(module: str) -> None:
    ours = {name for name in imported(module) if name.startswith("thumbnailer.")}
    allowed = {"thumbnailer.rejection", "thumbnailer.recipe"}
    assert {name for name in ours if not name.startswith("thumbnailer.imaging")} <= allowed


@pytest.mark.parametrize("module", MODULES)
def test_only_commands_know_the_commands(module: str) -> None:
    # They are no part of the function's zip.
    tree = ast.parse((PACKAGE / module).read_text())
    names = imported(module) | {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert not [name for name in names if f"{name}.".startswith("thumbnailer.cli.")]


@pytest.mark.parametrize("module", COMMANDS)
def test_commands_need_only_what_their_extra_brings(module: str) -> None:
    roots = {name.split(".")[0] for name in imported(module)} - set(sys.stdlib_module_names)
    assert roots <= {"thumbnailer", "PIL", "rich", "typer"} | KNOW_AWS.get(module, set())


@pytest.mark.parametrize("module", EVERY_MODULE)
def test_pillows_global_switches_are_left_alone(module: str) -> None:
    tree = ast.parse((PACKAGE / module).read_text())
    targets = [
        target
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AugAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    assert not [t.attr for t in targets if isinstance(t, ast.Attribute) and t.attr.isupper()]
