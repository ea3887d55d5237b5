"""Writes Markdown as GitHub renders it."""

import re
from collections.abc import Iterable, Sequence


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table.

    Args:
        headings: of the columns.
        rows: the cells, each one line of Markdown.

    Returns:
        The table, without a line end after it.
    """
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def code(source: str) -> str:
    """Mark code as such.

    Args:
        source: without backticks.

    Returns:
        The same as inline code.
    """
    return f"`{source}`"


def prose(plain: str) -> str:
    """Escape what would not be shown as it is written.

    Args:
        plain: one paragraph, in which only backticks are markup.

    Returns:
        The same as Markdown.
    """
    parts = re.split(r"(`[^`]*`)", plain)
    parts[::2] = [re.sub(r"([*\\])", r"\\\1", part).replace("<", "&lt;") for part in parts[::2]]
    return "".join(parts)


def _cell(markdown: str) -> str:
    # A pipe ends a cell even where it stands in code.
    return markdown.replace("|", r"\|")
