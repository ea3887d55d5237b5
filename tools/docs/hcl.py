"""Reads Terraform configurations."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import hcl2
from hcl2 import SerializationOptions
from lark.exceptions import LarkError

from tools.errors import ToolError

_OPTIONS = SerializationOptions(with_comments=False, explicit_blocks=False, preserve_heredocs=False)


def blocks(module: Path, kind: str) -> dict[str, dict[str, Any]]:
    """Collect the blocks of one kind that have one label, such as variables and outputs.

    Args:
        module: the directory of the configuration.
        kind: such as "variable".

    Returns:
        The blocks' arguments by label, in the order they are written in.
    """
    found: dict[str, dict[str, Any]] = {}
    for block in _all(module, kind):
        found |= {text(label): arguments for label, arguments in block.items()}
    return found


def settings(module: Path) -> Iterator[dict[str, Any]]:
    """Collect the terraform blocks of a configuration.

    Args:
        module: the directory of the configuration.

    Yields:
        Their arguments and blocks.
    """
    yield from _all(module, "terraform")


def labelled(module: Path, kind: str) -> Iterator[tuple[str, dict[str, dict[str, Any]]]]:
    """Collect the blocks of one kind that have two labels: resources and data sources.

    Args:
        module: the directory of the configuration.
        kind: "resource" or "data".

    Yields:
        The first label, and the blocks' arguments by the second.
    """
    for block in _all(module, kind):
        for first, named in block.items():
            yield text(first), {text(label): arguments for label, arguments in named.items()}


def local_values(module: Path) -> dict[str, Any]:
    """Collect the local values of a configuration.

    Args:
        module: the directory of the configuration.

    Returns:
        Them by name: dicts and lists as they are, all else for text() and expression().
    """
    found: dict[str, Any] = {}
    for block in _all(module, "locals"):
        found |= block
    return found


def text(literal: str) -> str:
    """Take the quotes and escapes off a string literal.

    Args:
        literal: a quoted string without interpolations.

    Returns:
        What it stands for.
    """
    return str(json.loads(literal))


def expression(value: Any) -> str:
    """Write a value as HCL, in one line.

    Args:
        value: from blocks() or local_values().

    Returns:
        Such as `{ width = 150, height = 150 }`.
    """
    match value:
        case {}:
            members = [f"{name} = {expression(member)}" for name, member in value.items()]
            return f"{{ {', '.join(members)} }}" if members else "{}"
        case [*items]:
            return f"[{', '.join(expression(item) for item in items)}]"
        case str():
            wrapped = re.fullmatch(r"\$\{(.*)\}", value, re.DOTALL)
            return wrapped[1] if wrapped else value
        case _:
            return json.dumps(value)


def expand(value: Any, local: dict[str, Any]) -> str:
    """Write a value as HCL, with what the local values in it stand for in their place.

    Args:
        value: from blocks() or local_values().
        local: the local values of the same configuration.

    Returns:
        The expression.

    Raises:
        ToolError: the value mentions a local value that there is not.
    """

    def meaning(found: re.Match[str]) -> str:
        if found[1] not in local:
            raise ToolError(f"There is no {found[0]} in the configuration that mentions it.")
        return expand(local[found[1]], local)

    return re.sub(r"\blocal\.(\w+)", meaning, expression(value))


def _all(module: Path, kind: str) -> Iterator[dict[str, Any]]:
    for path in sorted(module.glob("*.tf")):
        try:
            yield from _parse(path.read_text(encoding="utf-8")).get(kind, [])
        except LarkError as error:
            raise ToolError(f"{path} is not understood as HCL: {error}") from error


@cache
def _parse(source: str) -> dict[str, Any]:
    return dict(hcl2.loads(source, serialization_options=_OPTIONS))
