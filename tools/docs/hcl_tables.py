"""The tables of a module's variables and outputs."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.docs import explained, hcl, members, object_type, recipe_rules
from tools.docs.markdown import code, prose, table
from tools.docs.object_type import Field
from tools.errors import ToolError

_ITEM = re.compile(r"- ((?:`\w+`(?:, )?)+): (.*)")


def variables(module: Path) -> str:
    """Describe the variables of a module.

    Args:
        module: its directory.

    Returns:
        A table.

    Raises:
        ToolError: a description does not tell of every field of an object, or of others.
    """
    found = hcl.blocks(module, "variable")
    typed = hcl.blocks(module / members.TYPED, "variable")
    rows = [
        _variable(name, _as_typed(name, arguments, typed.get(name)))
        for name, arguments in found.items()
    ]
    return table(["Name", "Type", "Default", "Description"], rows)


def outputs(module: Path) -> str:
    """Describe the outputs of a module.

    Args:
        module: its directory.

    Returns:
        A table.
    """
    found = hcl.blocks(module, "output")
    return table(
        ["Name", "Description"],
        [(code(name), _description(name, arguments, {})) for name, arguments in found.items()],
    )


def _as_typed(
    name: str, arguments: Mapping[str, Any], typed: Mapping[str, Any] | None
) -> Mapping[str, Any]:
    """The declaration that tells the type: of a variable of type any, that in modules/typed."""
    if not typed or hcl.expression(arguments.get("type", "any")) != "any":
        return arguments
    first, *_ = _paragraphs(hcl.text(typed["description"]))
    description = f"{first} For its members, see {members.TYPED}."
    if hcl.text(arguments["description"]) != description:
        raise ToolError(f"the description of `{name}` must be {json.dumps(description)}")
    return typed


def _variable(name: str, arguments: Mapping[str, Any]) -> tuple[str, str, str, str]:
    constraint = hcl.expression(arguments.get("type", "any"))
    fields = object_type.fields(constraint)
    default = code(hcl.expression(arguments["default"])) if "default" in arguments else "required"
    return (
        code(name),
        code(object_type.compact(constraint)),
        default,
        _description(name, arguments, fields),
    )


def _description(name: str, arguments: Mapping[str, Any], fields: Mapping[str, Field]) -> str:
    """One cell: the prose, then a line for each item of the list."""
    if "description" not in arguments:
        raise ToolError(f"`{name}` has no description")
    told: list[str] = []
    lines: list[str] = []
    choices = recipe_rules.choices(name)
    for paragraph in _paragraphs(hcl.text(arguments["description"])):
        item = _ITEM.fullmatch(paragraph)
        if item:
            names = re.findall(r"\w+", item[1])
            told += names
            subject = ", ".join(code(field) + _nature(fields.get(field)) for field in names)
            others = _others(
                [choice for field in names for choice in choices.get(field, [])], item[2]
            )
            lines.append(f"• {subject}: {prose(item[2])}{others}")
        else:
            lines.append(prose(paragraph))
    if name == "inputs":
        lines.append(_formats())
    explained.exactly(
        f'the fields of `{name}`, as lines "- `field`: ..."', told, fields, "its description"
    )
    return "<br>".join(lines)


def _others(choices: list[str], description: str) -> str:
    """What a member may be besides what its description explains."""
    found = [code(choice) for choice in choices if code(choice) not in description]
    return f" Others: {', '.join(found)}." if found else ""


def _formats() -> str:
    """The formats, each with the suffixes of its files."""
    found = recipe_rules.suffixes().items()
    formats = [f"{code(name)} ({', '.join(suffixes)})" for name, suffixes in found]
    return f"Formats, and what their names end with: {', '.join(formats)}."


def _paragraphs(description: str) -> list[str]:
    """Join the lines that Markdown would join."""
    paragraphs = [""]
    for line in map(str.strip, description.splitlines()):
        if not line or line.startswith("- "):
            paragraphs.append(line)
        else:
            paragraphs[-1] = f"{paragraphs[-1]} {line}".strip()
    return [paragraph for paragraph in paragraphs if paragraph]


def _nature(field: Field | None) -> str:
    if field is None:
        return ""
    need = "required" if field.default is None else f"default {code(field.default)}"
    # What the objects of a list hold is said in its description.
    listed = field.type.startswith("list(object")
    return f" ({object_type.compact(field.type) if listed else field.type}, {need})"
