"""Python sources without what only a type checker reads."""

import ast
from collections.abc import Iterator


def bare(source: str) -> str:
    """Leave out annotations of functions and `if TYPE_CHECKING:` blocks.

    With `from __future__ import annotations`, bytecode carries each annotation as a text; the
    function's zip would be a twentieth larger. Those of classes stay: dataclasses are made of them.

    Args:
        source: a module.

    Returns:
        The module; what is left of it stands on the same lines, so that tracebacks stay true.
    """
    lines = source.encode().splitlines(keepends=True)  # ast counts columns in bytes
    for first, start, last, end in _superfluous(ast.parse(source), lines):
        # Within a statement lines are held together by a backslash, where a bracket may have gone.
        newline = b"\\\n" if lines[first][:start].strip() else b"\n"
        for number in range(first, last + 1):
            line = lines[number]
            begin = start if number == first else 0
            stop, rest = (end, line[end:]) if number == last else (len(line) - 1, newline)
            lines[number] = line[:begin] + b" " * (stop - begin) + rest
    return b"".join(lines).decode()


_Span = tuple[int, int, int, int]


def _superfluous(tree: ast.Module, lines: list[bytes]) -> Iterator[_Span]:
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name):
            if node.test.id == "TYPE_CHECKING" and not node.orelse:
                yield _span(node)
        elif isinstance(node, ast.arg) and node.annotation:
            first, start, last, end = _span(node)
            yield first, start + len(node.arg.encode()), last, end
        elif isinstance(node, ast.FunctionDef) and node.returns:
            first, start, last, end = _span(node.returns)
            while b"->" not in lines[first][:start]:
                first, start = first - 1, len(lines[first - 1])
            yield first, lines[first].rindex(b"->", 0, start), last, end


def _span(node: ast.stmt | ast.expr | ast.arg) -> _Span:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return node.lineno - 1, node.col_offset, node.end_lineno - 1, node.end_col_offset
