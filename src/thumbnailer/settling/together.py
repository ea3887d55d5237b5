"""Requests for one source that are made side by side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from thumbnailer.settling.ports import Refused, Unanswered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


class Together(Protocol):
    """Makes calls, none of which raises, side by side or in any order."""

    def __call__(self, calls: Sequence[Callable[[], Any]]) -> list[Any]:
        """The results, in the order of the calls, when all have ended."""


def in_turn(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Make calls one after the other."""
    return [call() for call in calls]


def all_of(together: Together, calls: Sequence[Callable[[], T]]) -> list[T]:
    """The results of calls, in their order.

    When one of them raises, all the others end nevertheless: no request is on its way afterwards
    whose answer nobody waits for.

    Raises:
        Exception: of those that calls have raised, the gravest: Unanswered before all others, since
            what it was about may still take effect; Refused only when nothing else went wrong.
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
