"""The exceptions that end a command early: errors and Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class CommandError(Exception):
    """The command cannot continue; each of `problems` is a sentence that says why."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Interrupted(KeyboardInterrupt):
    """Ctrl-C; the text says what the command has done, and how to continue."""


@contextmanager
def if_interrupted(what: Callable[[], str]) -> Iterator[None]:
    """Raise Interrupted with a text for Ctrl-C in the block; of nested blocks, the innermost.

    Args:
        what: returns the text; called only if the block is interrupted.
    """
    try:
        yield
    except Interrupted:
        raise
    except KeyboardInterrupt:
        raise Interrupted(what()) from None
