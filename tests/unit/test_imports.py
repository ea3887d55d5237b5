"""Who may import whom: the rooms of the code, and what each of them needs of the outside.

docs/development/design.md tells the same in words.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import thumbnailer

SRC = Path(thumbnailer.__file__).parents[1]
EVERY_MODULE = sorted(
    path.relative_to(SRC).as_posix()
    for package in ("thumbnailer", "thumbnailer_cli")
    for path in (SRC / package).rglob("*.py")
)
ON_LAMBDA = [module for module in EVERY_MODULE if module.startswith("thumbnailer/")]
COMMANDS = [module for module in EVERY_MODULE if module.startswith("thumbnailer_cli/")]

MODULES = {m.removesuffix(".py").replace("/", ".") for m in EVERY_MODULE}

# From the top floor down: a room imports itself and the rooms that are named here.
ROOMS = {
    "thumbnailer.handler": {
        "thumbnailer.allocator",
        "thumbnailer.triggers",
        "thumbnailer.settling",
        "thumbnailer.results",
        "thumbnailer.aws",
        "thumbnailer.config",
    },
    "thumbnailer.triggers": {"thumbnailer.settling", "thumbnailer.results"},
    "thumbnailer.aws": {"thumbnailer.settling", "thumbnailer.results"},
    "thumbnailer.settling": {"thumbnailer.results", "thumbnailer.imaging", "thumbnailer.config"},
    "thumbnailer.results": {"thumbnailer.config"},
    "thumbnailer.imaging": {"thumbnailer.config"},
    "thumbnailer.config": set(),
    "thumbnailer.allocator": set(),
    "thumbnailer": set(),
}
# A command imports itself, what all share, and the package of the function; no other command.
SHARED = {"thumbnailer", "thumbnailer_cli.shared"}
CLI_ROOMS = {
    "thumbnailer_cli.__main__": {"thumbnailer_cli.main"},
    "thumbnailer_cli.main": {
        "thumbnailer",
        "thumbnailer_cli.render",
        "thumbnailer_cli.audit",
        "thumbnailer_cli.backfill",
        "thumbnailer_cli.dlq",
    },
    "thumbnailer_cli.render": SHARED,
    "thumbnailer_cli.audit": SHARED,
    "thumbnailer_cli.backfill": SHARED,
    "thumbnailer_cli.dlq": SHARED,
    "thumbnailer_cli.shared": {"thumbnailer"},
    "thumbnailer_cli": set(),
}

# Who may import what from outside the project; everybody may import the pure standard library.
ALLOWED = {
    "thumbnailer/aws/client.py": {"boto3", "botocore", "urllib3"},
    "thumbnailer/aws/s3.py": {"botocore", "mypy_boto3_s3"},
    "thumbnailer/aws/sns.py": {"mypy_boto3_sns"},
    "thumbnailer/aws/sqs.py": {"mypy_boto3_sqs"},
    # Both are in the layer, and done without where they are not to be had.
    "thumbnailer/imaging/formats/png_strips.py": {"isal", "thumbnailer_native"},
    "thumbnailer/imaging/resample.py": {"thumbnailer_native"},
    # In a layer of its own, for deployments that take the format.
    "thumbnailer/imaging/formats/heic.py": {"pillow_heif"},
    # Of the commands; all others can be tried without.
    "thumbnailer_cli/shared/aws/clients.py": {"boto3", "botocore"},
    "thumbnailer_cli/shared/aws/errors.py": {"botocore"},
    "thumbnailer_cli/shared/aws/logs.py": {"mypy_boto3_logs"},
    "thumbnailer_cli/shared/aws/s3.py": {"botocore", "mypy_boto3_s3"},
    "thumbnailer_cli/shared/aws/sqs.py": {"botocore", "mypy_boto3_sqs"},
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
    "thumbnailer/handler.py": {"os", "time"},
    "thumbnailer/settling/service.py": {"time", "concurrent.futures"},
    "thumbnailer/triggers/sqs.py": {"random"},
    "thumbnailer/settling/gate.py": {"threading"},
    # Of these, dates alone: what time it is they are told.
    "thumbnailer/results/log_line.py": {"datetime"},
    "thumbnailer/results/notice.py": {"datetime"},
}


def imported(module: str) -> set[str]:
    """Every module that one imports; of a package its face only where a name is taken from that."""
    names = set()
    for node in ast.walk(ast.parse((SRC / module).read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {name if name in MODULES else node.module or "" for name in whole}
    return names


def room_of(name: str, rooms: dict[str, set[str]]) -> str:
    """The room that a dotted name lies in: the first two parts of it, or its package alone."""
    two = ".".join(name.split(".")[:2])
    return two if two in rooms else two.split(".")[0]


def ours(module: str) -> set[str]:
    """Of what a module imports, the project's own packages that these rules speak of."""
    return {
        name
        for name in imported(module)
        if name.split(".")[0] in {"thumbnailer", "thumbnailer_cli"}
    }


def dotted(module: str) -> str:
    return module.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


@pytest.mark.parametrize("module", ON_LAMBDA)
def test_a_room_imports_only_the_rooms_below_it(module: str) -> None:
    room = room_of(dotted(module), ROOMS)
    used = {room_of(name, ROOMS) for name in ours(module)} - {room}
    # The face of a package is imported on the way to its rooms.
    assert used - {"thumbnailer"} <= ROOMS[room]


@pytest.mark.parametrize("module", COMMANDS)
def test_no_command_imports_another(module: str) -> None:
    room = room_of(dotted(module), CLI_ROOMS)
    used = {
        room_of(name, CLI_ROOMS) if name.startswith("thumbnailer_cli") else "thumbnailer"
        for name in ours(module)
    }
    assert used - {room, "thumbnailer_cli"} <= CLI_ROOMS[room]


def test_the_rooms_make_no_circle() -> None:
    for rooms in (ROOMS, CLI_ROOMS):
        left = dict(rooms)
        while left:
            ground = {room for room, below in left.items() if not below & set(left) - {room}}
            assert ground, f"these import each other in a circle: {sorted(left)}"
            left = {room: below for room, below in left.items() if room not in ground}


def test_no_two_modules_import_each_other_in_a_circle() -> None:
    every = {dotted(module) for module in EVERY_MODULE}
    left = {dotted(module): ours(module) & every - {dotted(module)} for module in EVERY_MODULE}
    while left:
        ground = {module for module, below in left.items() if not below & set(left)}
        assert ground, f"these import each other in a circle: {sorted(left)}"
        left = {module: below for module, below in left.items() if module not in ground}


@pytest.mark.parametrize("module", ON_LAMBDA)
def test_only_known_packages_are_imported(module: str) -> None:
    roots = {name.split(".")[0] for name in imported(module)} - set(sys.stdlib_module_names)
    allowed = {"thumbnailer"} | ALLOWED.get(module, set())
    if module.startswith("thumbnailer/imaging/"):
        allowed.add("PIL")
    assert roots <= allowed


@pytest.mark.parametrize("module", ON_LAMBDA)
def test_the_outside_is_touched_only_by_the_shell(module: str) -> None:
    assert imported(module) & IMPURE <= MAY_TOUCH.get(module, set())


@pytest.mark.parametrize("module", [m for m in ON_LAMBDA if m.startswith("thumbnailer/imaging/")])
def test_imaging_knows_neither_s3_nor_deployments(module: str) -> None:
    allowed = {f"thumbnailer.config.{name}" for name in ("formats", "recipe", "rejection")}
    others = {name for name in ours(module) if name.startswith("thumbnailer.config.")}
    assert {".".join(name.split(".")[:3]) for name in others} <= allowed


@pytest.mark.parametrize("module", COMMANDS)
def test_commands_need_only_what_their_extra_brings(module: str) -> None:
    roots = {name.split(".")[0] for name in imported(module)} - set(sys.stdlib_module_names)
    known = {"thumbnailer", "thumbnailer_cli", "PIL", "rich", "typer"}
    assert roots <= known | ALLOWED.get(module, set())


@pytest.mark.parametrize("module", EVERY_MODULE)
def test_pillows_global_switches_are_left_alone(module: str) -> None:
    tree = ast.parse((SRC / module).read_text())
    targets = [
        target
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AugAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    assert not [t.attr for t in targets if isinstance(t, ast.Attribute) and t.attr.isupper()]
