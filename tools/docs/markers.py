"""Fills what stands between markers in Markdown files."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tools.errors import ToolError

_SECTION = re.compile(
    r"^(?P<begin><!-- BEGIN generated: (?P<name>\S+) -->\n)"
    r"(?P<body>.*?)"
    r"^(?P<end><!-- END generated: (?P=name) -->)$",
    re.DOTALL | re.MULTILINE,
)
_MARKER = re.compile(r"<!--\s*(?:BEGIN|END)\s+generated.*")


@dataclass(frozen=True)
class Filled:
    """A text whose sections are filled.

    Attributes:
        text: the whole of it.
        names: of all sections.
        changed: the names of those that held something else before.
    """

    text: str
    names: tuple[str, ...]
    changed: tuple[str, ...]


def fill(text: str, make: Callable[[str], str]) -> Filled:
    """Fill the sections of a text.

    Args:
        text: Markdown with sections between markers.
        make: from the name of a section to what belongs in it.

    Returns:
        The new text.

    Raises:
        ToolError: a marker has no counterpart.
    """
    names: list[str] = []
    changed: list[str] = []

    def filled(section: re.Match[str]) -> str:
        name = section["name"]
        body = f"\n{make(name)}\n\n"
        names.append(name)
        if section["body"] != body:
            changed.append(name)
        return f"{section['begin']}{body}{section['end']}"

    if len(_MARKER.findall(text)) != 2 * len(_SECTION.findall(text)):
        raise ToolError(
            "the markers of generated sections do not pair up: each is a line of its own,"
            " first <!-- BEGIN generated: NAME -->, then <!-- END generated: NAME -->"
        )
    return Filled(_SECTION.sub(filled, text), tuple(names), tuple(changed))
