"""Calls side by side: which error counts, and that all of them end."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest

from thumbnailer.settling.ports import Refused, StoreError, Unanswered
from thumbnailer.settling.together import all_of, in_turn


def raising(error: Exception) -> Callable[[], None]:
    def call() -> None:
        raise error

    return call


def test_results_are_in_the_order_of_the_calls() -> None:
    assert all_of(in_turn, [lambda: 1, lambda: 2, lambda: 3]) == [1, 2, 3]
    assert all_of(in_turn, []) == []


def test_all_calls_end_although_one_has_failed() -> None:
    ended: list[int] = []
    with pytest.raises(StoreError):
        all_of(in_turn, [raising(StoreError("SlowDown", "")), lambda: ended.append(1)])
    assert ended == [1]


@pytest.mark.parametrize("number", range(1, 5))
def test_the_gravest_error_counts_in_whatever_order(number: int) -> None:
    errors = [
        Unanswered("ReadTimeoutError", ""),
        StoreError("SlowDown", ""),
        ZeroDivisionError(),
        Refused("a"),
    ]
    some = {
        1: [errors[3]],
        2: [errors[1], errors[3]],
        3: [errors[2], errors[3]],
        4: [errors[0], errors[1], errors[3]],
    }[number]
    for order in permutations(some):
        with pytest.raises(type(some[0])):
            all_of(in_turn, [raising(error) for error in order])
