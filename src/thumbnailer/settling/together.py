"""Parallel requests for one source."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from thumbnailer.settling.ports import Refused, Unanswered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


class Together(Protocol):
    """Runs calls, none of which raises, in parallel or in any order."""

    def __call__(self, calls: Sequence[Callable[[], Any]]) -> list[Any]:
        """The results in the order of the calls, after all have ended."""


def in_turn(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run calls one after the other."""
    return [call() for call in calls]


def all_of(together: Together, calls: Sequence[Callable[[], T]]) -> list[T]:
    """The results of calls, in their order.

    If a call raises, the others are completed nevertheless, so that no request is still running
    afterwards.

    Raises:
        Exception: the most severe exception of the calls: Unanswered before all others, since its
            request may still take effect; Refused only if there is no other exception.
    """
    ended = together([partial(_caught, call) for call in calls])
    errors = [error for _, error in ended if error]
    if errors:
        raise min(errors, key=_order)
    return [result for result, _ in ended]


def _caught(call: Callable[[], Any]) -> tuple[Any, Exception | None]:
    try:
        return call(), None
    except Exception as error:  # raised by all_of
        return None, error


def _order(error: Exception) -> int:
    if isinstance(error, Unanswered):
        return 0
    return 2 if isinstance(error, Refused) else 1
