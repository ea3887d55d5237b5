"""What ends a command early: an error, or Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class CommandError(Exception):
    """The command cannot continue; `problems` says why, a sentence each."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Interrupted(KeyboardInterrupt):
    """Ctrl-C; the text says what was done by then, and how to continue."""


@contextmanager
def if_interrupted(what: Callable[[], str]) -> Iterator[None]:
    """Let Ctrl-C in the block say what was done; where blocks are nested, the innermost speaks.

    Args:
        what: gives the text, once it is needed.
    """
    try:
        yield
    except Interrupted:
        raise
    except KeyboardInterrupt:
        raise Interrupted(what()) from None
