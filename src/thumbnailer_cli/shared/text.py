"""Formats text for terminals."""

from __future__ import annotations


def printable(value: object) -> str:
    """The text of a value on one line; escapes characters that could control the terminal.

    File names may contain line feeds, escape sequences, and bytes that are not UTF-8.
    """
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in str(value)
    )


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 key, 1,204 keys."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
