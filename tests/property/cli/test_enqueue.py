from __future__ import annotations

import json
from collections.abc import Sequence
from typing import cast
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thumbnailer.triggers.s3_events import hints_in
from thumbnailer_cli.shared.aws.sqs import Sqs, Unsent
from thumbnailer_cli.shared.enqueue import enqueue
from thumbnailer_cli.shared.errors import CommandError


class Queue:
    """Takes what a list of decisions says, and everything when that is used up."""

    def __init__(self, takes: Sequence[bool]) -> None:
        self.decisions, self.bodies = iter(takes), list[str]()

    def send(self, _: str, bodies: Sequence[str], group: str) -> list[Unsent]:
        assert group == "backfill"
        refused = []
        for number, body in enumerate(bodies):
            if next(self.decisions, True):
                self.bodies.append(body)
            else:
                refused.append(Unsent(number, "InternalError: later", sender_fault=False))
        return refused


KEYS = st.lists(st.text(min_size=1, max_size=5).map("uploads/".__add__), max_size=40, unique=True)


@given(KEYS, st.lists(st.booleans(), max_size=60), st.floats(0.5, 1e6))
def test_every_key_that_is_told_is_in_the_queue(
    keys: list[str], takes: list[bool], rate: float
) -> None:
    queue, given_up = Queue(takes), False
    told: list[str] = []
    with patch("time.sleep"):
        try:
            for batch in enqueue(cast("Sqs", queue), "url", keys, rate, "backfill"):
                told += batch
                hints = [hint for body in queue.bodies for hint in hints_in(body, "b")]
                assert {hint.source.key for hint in hints} >= set(told)
        except CommandError:
            given_up = True
    # In order, so that a checkpoint holds for all before it.
    assert told == (keys[: len(told)] if given_up else keys)
    # One key a message, and none twice without need.
    sent = [json.loads(body)["keys"] for body in queue.bodies]
    assert sorted(sent) == sorted([key] for key in {key for (key,) in sent})
    assert all(body.isascii() for body in queue.bodies)


def test_a_queue_that_never_takes_a_message_is_told() -> None:
    queue = cast("Sqs", Queue([False] * 1000))
    with patch("time.sleep"), pytest.raises(CommandError, match="InternalError: later"):
        list(enqueue(queue, "url", ["uploads/a"], 100, "backfill"))
