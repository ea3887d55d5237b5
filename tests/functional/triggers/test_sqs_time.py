"""A batch that the time of its invocation is too short for."""

from __future__ import annotations

from tests.functional.triggers.invocation import Run, Visibilities, event_of, store_with
from thumbnailer.settling.service import MIN_REMAINING_MILLISECONDS
from tools.samples.messages import s3_event, sqs_event
from tools.samples.pictures import RED, plain_png


def test_records_that_no_time_remains_for_are_handed_back_untouched() -> None:
    store = store_with(a=plain_png(RED), b=plain_png(RED), c=plain_png(RED))
    bodies = [s3_event(f"uploads/{name}.png") for name in "abc"]
    run = Run(sqs_event(*bodies), store, lambda: MIN_REMAINING_MILLISECONDS - 1)
    # The first one is taken however little time there is, so that the batch makes progress.
    assert run.failed == ["m1", "m2"]
    assert run.ends == [("settled", "rendered")] + [("failed", "out_of_time")] * 2
    assert {name for call in store.calls for name in "abc" if f"/{name}" in call} == {"a"}


def test_a_record_whose_turn_comes_too_late_is_handed_back_unharmed() -> None:
    store = store_with(a=plain_png(RED), b=plain_png(RED))
    time_left = [60_000]

    def slow(call: str) -> None:
        if call == "put thumbnails/a_thumb.png" or call.startswith("get uploads/b"):
            time_left[0] = MIN_REMAINING_MILLISECONDS - 1

    store.before = slow
    run = Run(
        sqs_event(s3_event("uploads/a.png"), s3_event("uploads/b.png")), store, lambda: time_left[0]
    )
    assert run.failed == ["m1"]
    assert run.ends == [("settled", "rendered"), ("failed", "out_of_time")]
    assert "thumbnails/b_thumb.png" not in store.objects
    assert store.open_sources == 0


def test_exactly_enough_time_is_enough() -> None:
    store = store_with(a=plain_png(RED), b=plain_png(RED))
    bodies = [s3_event("uploads/a.png"), s3_event("uploads/b.png")]
    assert Run(sqs_event(*bodies), store, lambda: MIN_REMAINING_MILLISECONDS).failed == []


def test_what_there_was_no_time_for_comes_back_at_once() -> None:
    store = store_with(a=plain_png(RED), b=plain_png(RED))
    visibility = Visibilities()
    run = Run(event_of("a", "b"), store, lambda: MIN_REMAINING_MILLISECONDS - 1, visibility)
    assert run.failed == ["m1"]
    assert visibility.seconds == {"h1": 0}


def test_where_time_is_short_those_come_first_that_were_received_most_often() -> None:
    store = store_with(a=plain_png(RED), b=plain_png(RED), c=plain_png(RED))
    event = event_of("a", "b", "c", receives=[1, 3, 2])
    run = Run(event, store, lambda: MIN_REMAINING_MILLISECONDS - 1)
    assert run.failed == ["m0", "m2"]
    assert run.ends[1] == ("settled", "rendered")
