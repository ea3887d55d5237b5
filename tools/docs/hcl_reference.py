"""The reference of a module's variables and outputs: a list, as in those of Terraform providers."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.docs import explained, hcl, members, object_type, recipe_rules
from tools.docs.markdown import code, item, prose
from tools.docs.object_type import Field
from tools.errors import ToolError

_ITEM = re.compile(r"- ((?:`\w+`(?:, )?)+): (.*)")


def variables(module: Path) -> str:
    """Describe the variables of a module.

    Args:
        module: its directory.

    Returns:
        A list, with a list of its members in the item of each object.

    Raises:
        ToolError: a description does not tell of every field of an object, or of others.
    """
    typed = hcl.blocks(module / members.TYPED, "variable")
    return _list(
        line
        for name, arguments in hcl.blocks(module, "variable").items()
        for line in _variable(name, _as_typed(name, arguments, typed.get(name)))
    )


def outputs(module: Path) -> str:
    """Describe the outputs of a module.

    Args:
        module: its directory.

    Returns:
        A list.
    """
    return _list(
        line
        for name, arguments in hcl.blocks(module, "output").items()
        for line in _described(name, code(name), arguments, {})
    )


def _list(items: Iterable[str]) -> str:
    return "\n".join(items) or "None."


def _as_typed(
    name: str, arguments: Mapping[str, Any], typed: Mapping[str, Any] | None
) -> Mapping[str, Any]:
    """The declaration that tells the type: of a variable of type any, that in modules/typed."""
    if not typed or hcl.expression(arguments.get("type", "any")) != "any":
        return arguments
    first, *_ = _paragraphs(hcl.text(typed["description"]))
    description = f"{first} For its members, see {members.TYPED}."
    if _paragraphs(hcl.text(arguments["description"])) != [description]:
        raise ToolError(f"the description of `{name}` must be {json.dumps(description)}")
    return typed


def _variable(name: str, arguments: Mapping[str, Any]) -> Iterator[str]:
    constraint = hcl.expression(arguments.get("type", "any"))
    default = hcl.expression(arguments["default"]) if "default" in arguments else None
    head = f"{code(name)} {_nature(Field(constraint, default))}"
    return _described(name, head, arguments, object_type.fields(constraint))


def _described(
    name: str, head: str, arguments: Mapping[str, Any], fields: Mapping[str, Field]
) -> Iterator[str]:
    """The prose of one description, then an item for each item of its list."""
    if "description" not in arguments:
        raise ToolError(f"`{name}` has no description")
    paragraphs: list[str] = []
    listed: list[tuple[list[str], str]] = []
    for paragraph in _paragraphs(hcl.text(arguments["description"])):
        found = _ITEM.fullmatch(paragraph)
        if found:
            listed.append((re.findall(r"\w+", found[1]), found[2]))
        else:
            paragraphs.append(prose(paragraph))
    if name == "inputs":
        paragraphs.append(_formats())
    told = [field for names, _ in listed for field in names]
    explained.exactly(
        f'the fields of `{name}`, as lines "- `field`: ..."', told, fields, "its description"
    )
    first, *others = paragraphs
    yield item([f"{head}: {first}", *others])
    choices = recipe_rules.choices(name)
    for names, text in listed:
        subject = ", ".join(f"{code(field)} {_nature(fields[field])}" for field in names)
        more = _others([choice for field in names for choice in choices.get(field, [])], text)
        yield item([f"{subject}: {prose(text)}{more}"], 1)


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


def _nature(field: Field) -> str:
    need = "required" if field.default is None else f"default {code(field.default)}"
    # What objects within objects hold is said in their descriptions.
    return f"({code(object_type.compact(field.type))}, {need})"
