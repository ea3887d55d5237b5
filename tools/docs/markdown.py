"""Writes Markdown as GitHub renders it."""

import re
import textwrap
from collections.abc import Iterable, Sequence

_WIDTH = 120


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


def item(paragraphs: Sequence[str], depth: int = 0) -> str:
    """Write an item of a list, in lines that a person can read.

    Args:
        paragraphs: Markdown, each one line.
        depth: 0 for the outermost list, 1 for a list in one of its items.

    Returns:
        The item, without a line end after it.
    """
    indent = "  " * (depth + 1)
    first, *others = (_wrapped(paragraph, indent) for paragraph in paragraphs)
    return "\n\n".join([f"{indent[2:]}- {first.lstrip()}", *others])


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


def _wrapped(paragraph: str, indent: str) -> str:
    # Code is broken nowhere: a line that begins within it could begin a list or a heading.
    unbroken = re.sub(r"`[^`]*`", lambda found: found[0].replace(" ", "\0"), paragraph)
    lines = textwrap.wrap(
        unbroken,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines).replace("\0", " ")


def _cell(markdown: str) -> str:
    # A pipe ends a cell even where it stands in code.
    return markdown.replace("|", r"\|")
