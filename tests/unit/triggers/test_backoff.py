from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from thumbnailer.results.outcome import Outcome, Settlement, failed
from thumbnailer.triggers.backoff import JITTER, SETTLED_AFTER, STEPS, retry_after

FAILED = failed("SlowDown", "no")
LATE = failed("out_of_time", "not started: the invocation does not have enough time left")
UNANSWERED = replace(FAILED, unanswered="ReadTimeoutError")
# Settled since, but a write before had no answer.
SETTLED = Settlement(Outcome.SETTLED, "rendered", unanswered="ReadTimeoutError")


def test_it_begins_at_seconds_and_grows_to_minutes() -> None:
    assert [retry_after([FAILED], receives, 0) for receives in (1, 2, 3, 4)] == [5, 30, 180, 1080]
    assert all(later > earlier * (1 + JITTER) for earlier, later in pairwise(STEPS))


def test_further_tries_are_as_far_apart_as_the_last_ones() -> None:
    assert retry_after([FAILED], 5, 0) == retry_after([FAILED], 1000, 0) == STEPS[-1]


@pytest.mark.parametrize("receives", [1, 2, 3, 4])
def test_what_failed_together_comes_back_apart(receives: int) -> None:
    step = STEPS[receives - 1]
    assert retry_after([FAILED], receives, 0.999) == round(step * 1.4995)
    assert retry_after([FAILED], receives, 0.5) == round(step * 1.25)


@pytest.mark.parametrize("end", [UNANSWERED, SETTLED, replace(LATE, unanswered="ReadTimeoutError")])
def test_a_write_without_an_answer_waits_until_it_has_taken_effect(end: Settlement) -> None:
    for ends in ([end], [FAILED, end], [end, LATE]):
        delays = [retry_after(ends, receives, 0) for receives in (1, 2, 3, 4)]
        assert delays == [None, None, 180, 1080]
    assert SETTLED_AFTER == 180


def test_what_there_was_no_time_for_comes_back_at_once_the_first_time() -> None:
    assert [retry_after([LATE, LATE], receives, 0) for receives in (1, 2, 3)] == [0, 30, 180]
    assert retry_after([LATE, FAILED], 1, 0) == 5


@pytest.mark.parametrize("reason", ["malformed_event", "foreign_source"])
def test_what_nobody_can_mend_here_is_no_exception(reason: str) -> None:
    # A new version of the function, or another setting, may understand it.
    assert retry_after([failed(reason, "")], 1, 0) == 5
