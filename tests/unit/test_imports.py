"""Who may import whom: the rooms of the code, and what each of them needs of the outside.

docs/development/design.md draws the same picture in words, under "Rooms".
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

import thumbnailer

SRC = Path(thumbnailer.__file__).parents[1]
DESIGN = SRC.parent / "docs/development/design.md"
EVERY_MODULE = sorted(
    path.relative_to(SRC).as_posix()
    for package in ("thumbnailer", "thumbnailer_cli")
    for path in (SRC / package).rglob("*.py")
)
ON_LAMBDA = [module for module in EVERY_MODULE if module.startswith("thumbnailer/")]
COMMANDS = [module for module in EVERY_MODULE if module.startswith("thumbnailer_cli/")]

MODULES = {m.removesuffix(".py").replace("/", ".") for m in EVERY_MODULE}

FUNCTION, CLI = "thumbnailer", "thumbnailer_cli"
# A room is a folder of a package, or a file beside the folders. It imports itself and what is named
# here: a room, or of a room one module. The face of a package (`thumbnailer`: its version) is no
# room; everybody may import it.
ROOMS = {
    "thumbnailer.handler": {
        "thumbnailer.allocator",
        "thumbnailer.aws",
        "thumbnailer.config.settings",
        "thumbnailer.results.log_line",
        "thumbnailer.settling.service",
        "thumbnailer.triggers",
    },
    "thumbnailer.triggers": {"thumbnailer.results", "thumbnailer.settling.service"},
    "thumbnailer.aws": {"thumbnailer.results", "thumbnailer.settling.ports"},
    "thumbnailer.settling": {"thumbnailer.config", "thumbnailer.imaging", "thumbnailer.results"},
    "thumbnailer.results": {"thumbnailer.config"},
    # Neither keys nor settings: the core knows no S3 and no deployment.
    "thumbnailer.imaging": {
        "thumbnailer.config.formats",
        "thumbnailer.config.recipe",
        "thumbnailer.config.rejection",
    },
    "thumbnailer.config": set(),
    "thumbnailer.allocator": set(),
    # No command imports another.
    "thumbnailer_cli.__main__": {"thumbnailer_cli.main"},
    "thumbnailer_cli.main": {
        "thumbnailer_cli.audit",
        "thumbnailer_cli.backfill",
        "thumbnailer_cli.dlq",
        "thumbnailer_cli.render",
    },
    "thumbnailer_cli.audit": {
        "thumbnailer_cli.shared",
        "thumbnailer.config",
        "thumbnailer.results",
    },
    "thumbnailer_cli.backfill": {"thumbnailer_cli.shared"},
    "thumbnailer_cli.dlq": {
        "thumbnailer_cli.shared",
        "thumbnailer.results",
        "thumbnailer.triggers.s3_events",
    },
    "thumbnailer_cli.render": {
        "thumbnailer_cli.shared",
        "thumbnailer.config",
        "thumbnailer.imaging",
        "thumbnailer.results",
        "thumbnailer.settling.focal",
    },
    "thumbnailer_cli.shared": {
        "thumbnailer.aws",
        "thumbnailer.config",
        "thumbnailer.results",
    },
}

# Who may import what from outside the project; everybody may import the pure standard library.
ALLOWED = {
    "thumbnailer/aws/client.py": {"boto3", "botocore", "urllib3"},
    "thumbnailer/aws/s3.py": {"botocore", "mypy_boto3_s3"},
    "thumbnailer/aws/sns.py": {"mypy_boto3_sns"},
    "thumbnailer/aws/sqs.py": {"mypy_boto3_sqs"},
    # Both are in the layer, and done without where they are not to be had.
    "thumbnailer/imaging/formats/jpeg.py": {"thumbnailer_native"},
    "thumbnailer/imaging/formats/png_encode.py": {"isal", "thumbnailer_native"},
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


def room_of(name: str) -> str:
    """The room that a dotted name lies in: its first two parts; a package's face is one."""
    return ".".join(name.split(".")[:2])


def allowed_by(name: str, entries: set[str]) -> str | None:
    """Which entry of a room in ROOMS allows an import: its module or its room; None for none."""
    return next((entry for entry in entries if f"{name}.".startswith(f"{entry}.")), None)


def leaving(module: str) -> set[str]:
    """What a module imports of other rooms."""
    return {
        name for name in ours(module) - {FUNCTION, CLI} if room_of(name) != room_of(dotted(module))
    }


def floors(package: str) -> dict[str, int]:
    """The floor of each room of a package: 1, or one above the highest that it imports."""
    rooms = {room: _rooms_below(room) for room in ROOMS if room.startswith(f"{package}.")}
    found: dict[str, int] = {}
    while len(found) < len(rooms):
        ready = {r for r, below in rooms.items() if r not in found and below <= set(found)}
        assert ready, f"these import each other in a circle: {sorted(set(rooms) - set(found))}"
        found |= {room: 1 + max((found[r] for r in rooms[room]), default=0) for room in ready}
    return found


def _rooms_below(room: str) -> set[str]:
    package = room.partition(".")[0]
    return {room_of(entry) for entry in ROOMS[room] if entry.startswith(f"{package}.")}


def ours(module: str) -> set[str]:
    """Of what a module imports, the project's own packages that these rules speak of."""
    return {
        name
        for name in imported(module)
        if name.split(".")[0] in {"thumbnailer", "thumbnailer_cli"}
    }


def dotted(module: str) -> str:
    return module.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


@pytest.mark.parametrize("module", EVERY_MODULE)
def test_a_room_imports_only_what_it_may(module: str) -> None:
    if dotted(module) in (FUNCTION, CLI):
        assert not ours(module)
        return
    entries = ROOMS[room_of(dotted(module))]
    assert not [name for name in leaving(module) if not allowed_by(name, entries)]


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_is_allowed_that_no_module_needs(room: str) -> None:
    needed = {
        allowed_by(name, ROOMS[room])
        for module in EVERY_MODULE
        if room_of(dotted(module)) == room
        for name in leaving(module)
    }
    assert needed == ROOMS[room]


def test_no_command_imports_another() -> None:
    commands = ROOMS["thumbnailer_cli.main"]
    assert len(commands) > 1
    for command in commands:
        assert not commands & {room_of(entry) for entry in ROOMS[command]}


@pytest.mark.parametrize("package", [FUNCTION, CLI])
def test_the_rooms_make_no_circle(package: str) -> None:
    assert min(floors(package).values()) == 1


@pytest.mark.parametrize("package", [FUNCTION, CLI])
def test_the_design_names_the_rooms_as_they_are(package: str) -> None:
    drawn = floors(package)
    arrows = sum(len(_rooms_below(room)) for room in drawn)
    numbers, rows = described(package)
    assert numbers == (len(drawn), max(drawn.values()), arrows)
    assert rows == {
        room.removeprefix(f"{package}."): (
            floor,
            {entry.removeprefix(f"{package}.") for entry in ROOMS[room]},
        )
        for room, floor in drawn.items()
    }


def described(package: str) -> tuple[tuple[int, ...], dict[str, tuple[int, set[str]]]]:
    """What the design says of a package: rooms, floors and arrows, and the rows of its table."""
    section = re.split(r"^## ", DESIGN.read_text(), flags=re.M)
    (rooms,) = (text for text in section if text.startswith("Rooms\n"))
    (about,) = (text for text in rooms.split("\n### ") if text.startswith(f"`src/{package}`\n"))
    (numbers,) = re.findall(r"(\d+) rooms on (\d+) floors, with (\d+) arrows", about)
    rows = re.findall(r"^\| (\d+) \| `(\S+)` \| [^|]+ \| ([^|]+) \|$", about, re.M)
    return tuple(map(int, numbers)), {
        room: (int(floor), set(re.findall(r"`(\S+)`", imports))) for floor, room, imports in rows
    }


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
