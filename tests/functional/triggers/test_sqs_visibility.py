"""When a message comes back that failed, or whose write had no answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.functional.triggers.invocation import Run, Visibilities, event_of, failing, store_with
from thumbnailer.settling.ports import StoreError, Unanswered
from thumbnailer.settling.service import MIN_REMAINING_MILLISECONDS
from tools.samples.messages import s3_event, sqs_event
from tools.samples.pictures import RED, plain_png


def test_messages_that_failed_come_back_by_how_often_they_were_received() -> None:
    store = store_with(a=plain_png(RED), b=plain_png(RED), c=plain_png(RED))
    store.before = failing("get uploads/a", "get uploads/c")
    visibility = Visibilities()
    run = Run(event_of("a", "b", "c", receives=[1, 2, 3]), store, visibility=visibility)
    assert run.failed == ["m0", "m2"]
    assert visibility.seconds == {"h0": 5, "h2": 180}


def test_where_nothing_failed_nobody_is_asked() -> None:
    visibility = Visibilities()
    Run(event_of("a"), store_with(a=plain_png(RED)), visibility=visibility)
    Run(event_of("a"), store_with(a=b"no picture"), visibility=visibility)
    assert visibility.calls == 0


def lost_once(call: str) -> Callable[[str], None]:
    """One call has no answer, the next one has."""
    lost: list[str] = []

    def lose(name: str) -> None:
        if name.startswith(call) and not lost:
            lost.append(name)
            raise Unanswered("ReadTimeoutError", "no answer")

    return lose


def test_after_a_write_without_an_answer_the_thumbnail_is_there_and_the_message_comes_back() -> (
    None
):
    store = store_with(a=plain_png(RED))
    store.before = lost_once("put")
    visibility = Visibilities()
    run = Run(event_of("a"), store, visibility=visibility)
    assert run.ends == [("settled", "rendered")]
    assert run.lines[0]["unanswered"] == "ReadTimeoutError"
    assert "thumbnails/a_thumb.png" in store.objects
    # But not before that write has taken effect or never will: when its visibility timeout ends.
    assert run.failed == ["m0"]
    assert visibility.calls == 0
    again = Run(event_of("a", receives=[2]), store, visibility=visibility)
    assert (again.failed, again.ends) == ([], [("settled", "current")])


def test_without_time_nothing_is_settled_once_more() -> None:
    store = store_with(a=plain_png(RED))
    store.before = lost_once("put")
    run = Run(event_of("a"), store, lambda: MIN_REMAINING_MILLISECONDS - 1)
    assert run.ends == [("failed", "ReadTimeoutError")]
    assert run.failed == ["m0"]


def test_a_message_waits_for_the_write_of_any_of_its_sources() -> None:
    store = store_with(a=plain_png(RED), b=plain_png(RED))
    store.before = lost_once("put thumbnails/a")
    slow = failing("get uploads/b")
    lose = store.before

    def both(call: str) -> None:
        lose(call)
        slow(call)

    store.before = both
    visibility = Visibilities()
    run = Run(sqs_event(s3_event("uploads/a.png", "uploads/b.png")), store, visibility=visibility)
    assert run.failed == ["m0"]
    assert visibility.calls == 0


@pytest.mark.parametrize("error", [StoreError("AccessDenied", "no"), ZeroDivisionError("a bug")])
def test_that_messages_cannot_be_had_back_sooner_fails_nothing_and_is_told_once(
    error: Exception,
) -> None:
    store = store_with(a=plain_png(RED), b=plain_png(RED), c=plain_png(RED))
    store.before = failing("get uploads/a", "get uploads/b")
    visibility = Visibilities(error)
    run = Run(event_of("a", "b", "c"), store, visibility=visibility)
    assert run.failed == ["m0", "m1"]
    assert len(run.warnings) == visibility.calls == 1
    assert str(error) in run.warnings[0]
