"""Takes Terraform's type constraints apart."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """One attribute of an object type.

    Attributes:
        type: its type constraint.
        default: what it is when left out, as HCL; None where it must be given.
    """

    type: str
    default: str | None


def fields(constraint: str) -> dict[str, Field]:
    """Find the attributes of an object, or of the objects in a collection.

    Args:
        constraint: such as `map(object({ width = number, quality = optional(number, 80) }))`.

    Returns:
        The attributes by name; none for other types.
    """
    found = re.search(r"object\(\{(.*)\}\)", constraint, re.DOTALL)
    if not found:
        return {}
    pairs = (part.split("=", 1) for part in _split(found[1]))
    return {name.strip(): _field(of.strip()) for name, of in pairs}


def compact(constraint: str) -> str:
    """Leave the attributes of objects out.

    Args:
        constraint: such as `map(object({ width = number }))`.

    Returns:
        Such as `map(object)`.
    """
    return re.sub(r"\(\{.*\}\)", "", constraint, flags=re.DOTALL)


def _field(constraint: str) -> Field:
    optional = re.fullmatch(r"optional\((.*)\)", constraint, re.DOTALL)
    if not optional:
        return Field(constraint, None)
    of, *default = _split(optional[1])
    return Field(of, default[0] if default else "null")


def _split(source: str) -> list[str]:
    """Split at the commas that lie outside quotes and brackets."""
    parts, depth = [""], 0
    for piece in re.findall(r'"(?:[^"\\]|\\.)*"|.', source, re.DOTALL):
        depth += (piece in "([{") - (piece in ")]}")
        if piece == "," and not depth:
            parts.append("")
        else:
            parts[-1] += piece
    return [part.strip() for part in parts if part.strip()]
