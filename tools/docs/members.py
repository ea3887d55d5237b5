"""The members of the object variables, for Terraform: modules/typed/members.json."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from tools.docs import hcl, object_type

TYPED = Path("modules/typed")
NAME = "members.json"


def document(root: Path) -> str:
    """List the members of every kind of object that the root module takes.

    Args:
        root: the directory of the root module.

    Returns:
        JSON: the names of the members by the kind, such as "alarms.thresholds" and "variants[*]".
    """
    kinds: dict[str, list[str]] = {}
    for name, arguments in hcl.blocks(root / TYPED, "variable").items():
        kinds |= _kinds(name, hcl.expression(arguments["type"]))
    return json.dumps(kinds, indent=2) + "\n"


def _kinds(where: str, constraint: str) -> Iterator[tuple[str, list[str]]]:
    """The objects in a type, outermost first."""
    collection = re.match(r"\s*(?:map|list|set)\((.*)\)\s*$", constraint, re.DOTALL)
    if collection:
        yield from _kinds(f"{where}[*]", collection[1])
    elif re.match(r"\s*object\(", constraint):
        fields = object_type.fields(constraint)
        yield where, list(fields)
        for name, field in fields.items():
            yield from _kinds(f"{where}.{name}", field.type)
