"""Names and messages of others, fit to be shown."""

from __future__ import annotations


def printable(value: object) -> str:
    """The text of a value without what could steer a terminal or break a line.

    File names hold anything: line feeds, escape sequences, bytes that are no UTF-8.
    """
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in str(value)
    )


def counted(number: int, noun: str) -> str:
    """A number of things: 1 key, 1,204 keys."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
