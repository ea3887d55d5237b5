"""Lines of HCL and Markdown are short enough to be read, compared and commented on."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from tools import files
from tools.paths import ROOT

MOST_CHARACTERS = 180


def unbreakable(text: str) -> set[int]:
    """The lines of Markdown that are rows of tables, or output of commands: of no language."""
    return {
        line
        for token in MarkdownIt("commonmark").enable("table").parse(text)
        if token.map and (token.type == "table_open" or (token.type == "fence" and not token.info))
        for line in range(token.map[0] + 1, token.map[1] + 1)
    }


def long_lines(name: str, text: str) -> list[str]:
    """The lines that are too long, each with its length."""
    passed = unbreakable(text) if name.endswith(".md") else set()
    return [
        f"{name}:{number}: {len(line)} characters"
        for number, line in enumerate(text.splitlines(), 1)
        if len(line) > MOST_CHARACTERS and number not in passed
    ]


def test_no_line_is_too_long_to_be_read() -> None:
    found = [
        problem
        for name in files.names(ROOT)
        if name.endswith((".md", ".tf"))
        for problem in long_lines(name, (ROOT / name).read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(("name", "found"), [("a.tf", [2, 5, 8, 12, 15]), ("a.md", [2, 12, 15])])
def test_a_long_line_is_found(name: str, found: list[int]) -> None:
    long = "x" * (MOST_CHARACTERS + 1)
    table = f"| a |\n| - |\n| {long[4:]} |"
    output, code = f"```\n{long}\n```", f"```hcl\n{long}\n```"
    text = "\n".join([long[1:], long, table, "", output, "", code, "", long])
    said = [int(problem.split(":")[1]) for problem in long_lines(name, text)]
    assert said == found
