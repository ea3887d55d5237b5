from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tools.bare import bare
from tools.paths import SOURCE

MODULE = '''from __future__ import annotations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Colour:
    red: int = 0


def größe(
    é: Mapping[str, int], *rest: str, key: int = 1
) -> dict[
    str, int
]:
    """Kept here; -OO leaves it out."""
    return {"->": key}
'''


def test_what_only_a_type_checker_reads_is_gone() -> None:
    left = bare(MODULE)
    assert "Mapping" not in left
    assert "dict[" not in left
    assert "red: int = 0" in left
    scope: dict[str, object] = {}
    exec(compile(left, "m", "exec", dont_inherit=True), scope)
    function = scope["größe"]
    assert callable(function)
    assert function.__annotations__ == {}
    assert function(1, key=3) == {"->": 3}


def without_types(tree: ast.Module) -> ast.Module:
    """The same by another road, through the tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
    tree.body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    ]
    return tree


def places(tree: ast.Module) -> list[tuple[str, int]]:
    return [
        (type(node).__name__, node.lineno)
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt | ast.expr)
    ]


@pytest.mark.parametrize(
    "path", sorted((SOURCE / "thumbnailer").rglob("*.py")), ids=lambda path: path.name
)
def test_nothing_else_of_any_module_changes_not_even_its_line(path: Path) -> None:
    source = path.read_text()
    left, wanted = ast.parse(bare(source)), without_types(ast.parse(source))
    assert ast.dump(left) == ast.dump(wanted)
    assert places(left) == places(wanted)
