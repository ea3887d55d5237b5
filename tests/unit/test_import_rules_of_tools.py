"""Who may import whom, of all that never runs on Lambda; test_imports.py has the rules of src.

docs/development/design.md tells the same in words.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tools.paths import ROOT, SOURCE

SRC = {path.parent.name for path in SOURCE.glob("*/__init__.py")}

# A package imports itself and those that are named here. Its tests lie in it, or in `tests`.
PACKAGES = {
    **dict.fromkeys(sorted(SRC), SRC),
    "tools": SRC,
    "models": SRC | {"tools"},
    "benchmarks": SRC | {"tools"},
    "chaos": SRC | {"tools"},
    "tests": SRC | {"tools"},
}
# From the ground up: a room of `tools` imports itself and what lies on lower floors.
FLOORS = (
    {"errors", "paths", "resident", "samples"},
    {"debian", "files", "venvs"},
    {"build", "checkov", "corpora", "node"},
    {"local_aws"},
    {"demo"},
    {"docs"},
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}


def modules(package: str) -> list[Path]:
    home = SOURCE if package in SRC else ROOT
    return sorted((home / package).rglob("*.py"))


def imported(module: Path) -> set[str]:
    """The full name of everything that a module imports, at its top or later."""
    names = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: a relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_every_package_has_a_rule() -> None:
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")} | SRC
    assert found == set(PACKAGES)
    rooms = {path.stem for path in (ROOT / "tools").iterdir() if path.name[0] not in "_."}
    assert rooms == set(FLOOR_OF)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_what_it_may(package: str) -> None:
    allowed = PACKAGES[package] | {package}
    wrong = {
        f"{module.relative_to(ROOT)} imports {name}"
        for module in modules(package)
        for name in imported(module)
        if name.split(".")[0] in PACKAGES.keys() - allowed
    }
    assert not wrong


def test_a_room_of_tools_imports_only_rooms_on_lower_floors() -> None:
    seen = set()
    for module in modules("tools"):
        room, *_ = module.relative_to(ROOT / "tools").with_suffix("").parts
        for name in imported(module):
            package, other, *_ = [*name.split("."), ""]
            if package == "tools" and room != "__init__":
                seen.add((room, other))
    assert {("local_aws", "build"), ("docs", "samples")} <= seen
    assert not {(a, b) for a, b in seen if a != b and FLOOR_OF[b] >= FLOOR_OF[a]}
