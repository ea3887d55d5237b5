"""The SQS adapter on a bucket in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from tests.support.memory_store import MemoryStore
from tests.support.messages import BUCKET, QUEUE_ARN, TEST_EVENT, s3_event, sqs_event
from tests.support.pictures import RED, jpeg, plain_png
from tests.support.recipes import deployed, recipe
from thumbnailer.results.log_line import Log
from thumbnailer.results.objects import SourceRef
from thumbnailer.settling.ports import StoreError, Unanswered
from thumbnailer.settling.service import MIN_REMAINING_MILLISECONDS, Service
from thumbnailer.triggers.s3_events import sources_in
from thumbnailer.triggers.sqs import BatchResponse, handle_batch


class Visibilities:
    """When messages come back, by receipt handle; or an error for whoever says so."""

    def __init__(self, error: Exception | None = None) -> None:
        self.seconds: dict[str, int] = {}
        self.calls = 0
        self.error = error

    def change(
        self, queue_arn: str, seconds: Mapping[str, int], in_time: Callable[[], bool]
    ) -> None:
        self.calls += 1
        assert queue_arn == QUEUE_ARN
        assert in_time()
        if self.error:
            raise self.error
        self.seconds.update(seconds)


class Run:
    """One invocation: its answer and its log lines."""

    def __init__(
        self,
        event: dict[str, Any],
        store: MemoryStore,
        remaining: Callable[[], int] = lambda: 60_000,
        visibility: Visibilities | None = None,
    ) -> None:
        self.lines: list[dict[str, Any]] = []
        settings = deployed(recipe(), bucket=BUCKET)
        service = Service(settings, store, visibility=visibility, chance=lambda: 0)
        log = Log("miniblog-thumbnails", "request-1", self.lines.append, lambda: 0.0)
        self.response: BatchResponse = handle_batch(event, service, log, remaining)
        self.warnings = [line["message"] for line in self.lines if "message_id" not in line]
        self.lines = [line for line in self.lines if "message_id" in line]
        self.lines.sort(key=lambda line: (line["message_id"], line.get("key", "")))

    @property
    def ends(self) -> list[tuple[str, str]]:
        return [(line["outcome"], line["reason"]) for line in self.lines]

    @property
    def failed(self) -> list[str]:
        return [item["itemIdentifier"] for item in self.response["batchItemFailures"]]


def store_with(**objects: bytes) -> MemoryStore:
    store = MemoryStore()
    for name, data in objects.items():
        store.put(f"uploads/{name}.png", data)
    return store


def test_the_answer_is_exactly_what_report_batch_item_failures_asks_for() -> None:
    # Another shape, an empty or an unknown id make Lambda bring the whole batch back.
    store = store_with(a=plain_png(RED))
    good = Run(sqs_event(s3_event("uploads/a.png")), store)
    assert json.dumps(good.response) == '{"batchItemFailures": []}'
    mixed = Run(sqs_event(s3_event("uploads/a.png"), "nonsense"), store)
    assert json.dumps(mixed.response) == '{"batchItemFailures": [{"itemIdentifier": "m1"}]}'


def test_one_failure_never_touches_its_batch_mates() -> None:
    store = store_with(a=plain_png(RED), b=plain_png(RED), c=plain_png(RED))
    store.fail_on("get uploads/b.png")
    run = Run(sqs_event(*(s3_event(f"uploads/{name}.png") for name in "abc")), store)
    assert run.failed == ["m1"]
    assert run.ends == [("settled", "rendered"), ("failed", "SlowDown"), ("settled", "rendered")]
    assert {"thumbnails/a_thumb.png", "thumbnails/c_thumb.png"} <= set(store.objects)


def test_rejected_is_not_failed() -> None:
    store = store_with(a=b"hello")
    run = Run(sqs_event(s3_event("uploads/a.png")), store)
    assert run.failed == []
    assert run.ends == [("rejected", "not_an_image")]
    assert run.lines[0]["level"] == "WARN"


def test_a_message_with_several_sources_fails_as_a_whole() -> None:
    store = store_with(a=plain_png(RED), b=plain_png(RED))
    store.fail_on("put thumbnails/a")
    run = Run(sqs_event(s3_event("uploads/a.png", "uploads/b.png")), store)
    assert run.failed == ["m0"]
    assert run.ends == [("failed", "SlowDown"), ("settled", "rendered")]


def test_the_test_event_is_acknowledged() -> None:
    run = Run(sqs_event(TEST_EVENT), MemoryStore())
    assert run.failed == []
    assert run.ends == [("ignored", "test_event")]


@pytest.mark.parametrize("body", ["", "nonsense", "{}", "[]", '{"Records": [{}]}'])
def test_what_is_no_s3_event_fails_so_that_it_ends_in_the_dead_letter_queue(body: str) -> None:
    run = Run(sqs_event(body), MemoryStore())
    assert run.failed == ["m0"]
    assert run.ends == [("failed", "malformed_event")]


@pytest.mark.parametrize(
    "body",
    [
        s3_event("uploads/a.png", bucket="another"),
        s3_event("thumbnails/a_thumb.png"),
        s3_event("a.png"),
    ],
)
def test_a_source_that_is_not_ours_fails_and_is_not_touched(body: str) -> None:
    store = store_with(a=plain_png(RED))
    run = Run(sqs_event(body), store)
    assert run.failed == ["m0"]
    assert run.ends == [("failed", "foreign_source")]
    assert store.calls == []


def test_a_bug_fails_its_message_and_is_logged_with_its_traceback() -> None:
    store = store_with(a=plain_png(RED), b=plain_png(RED))

    def bug(call: str) -> None:
        if call == "get uploads/a.png":
            raise ZeroDivisionError("a bug")

    store.before = bug
    run = Run(sqs_event(s3_event("uploads/a.png"), s3_event("uploads/b.png")), store)
    assert run.failed == ["m0"]
    assert run.ends == [("failed", "ZeroDivisionError"), ("settled", "rendered")]
    assert "Traceback" in run.lines[0]["detail"]
    assert "a bug" in run.lines[0]["detail"]


def test_a_source_that_never_holds_still_comes_back() -> None:
    store = store_with(a=plain_png(RED))

    def always_another(call: str) -> None:
        if call.startswith("look"):
            store.put("uploads/a.png", plain_png((len(store.calls), 0, 0)))

    store.before = always_another
    run = Run(sqs_event(s3_event("uploads/a.png")), store)
    assert run.failed == ["m0"]
    assert run.ends == [("failed", "not_settled")]


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


def test_a_source_named_twice_in_a_batch_is_decoded_once() -> None:
    store = store_with(a=plain_png(RED))
    run = Run(sqs_event(*[s3_event("uploads/a.png")] * 3), store)
    assert run.failed == []
    assert sorted(run.ends) == [("settled", "current")] * 2 + [("settled", "rendered")]
    assert len([call for call in store.calls if call.startswith("read")]) == 1


def test_one_line_per_source_with_sizes_and_milliseconds() -> None:
    store = MemoryStore()
    store.put("uploads/Été +1.JPG", jpeg(400, 300))
    (line,) = Run(sqs_event(s3_event("uploads/Été +1.JPG")), store).lines
    assert line["key"] == "uploads/Été +1.JPG"
    assert line["bucket"] == BUCKET
    assert line["message_id"] == "m0"
    assert line["requestId"] == "request-1"
    assert (line["source_width"], line["source_height"]) == (400, 300)
    assert line["outputs"][0]["key"] == "thumbnails/Été +1_thumb.JPG"
    assert line["milliseconds"] > 0


def test_store_errors_carry_s3s_code() -> None:
    store = store_with(a=plain_png(RED))

    def denied(call: str) -> None:
        raise StoreError("AccessDenied", f"not allowed: {call}")

    store.before = denied
    (line,) = Run(sqs_event(s3_event("uploads/a.png")), store).lines
    assert (line["outcome"], line["reason"]) == ("failed", "AccessDenied")
    assert "not allowed" in line["detail"]


def event_of(*names: str, receives: Sequence[int] = ()) -> dict[str, Any]:
    return sqs_event(*(s3_event(f"uploads/{name}.png") for name in names), receives=receives)


def test_messages_that_failed_come_back_by_how_often_they_were_received() -> None:
    store = store_with(a=plain_png(RED), b=plain_png(RED), c=plain_png(RED))
    store.before = failing("get uploads/a", "get uploads/c")
    visibility = Visibilities()
    run = Run(event_of("a", "b", "c", receives=[1, 2, 3]), store, visibility=visibility)
    assert run.failed == ["m0", "m2"]
    assert visibility.seconds == {"h0": 5, "h2": 180}


def failing(*calls: str, error: Exception | None = None) -> Callable[[str], None]:
    def fail(call: str) -> None:
        if call.startswith(calls):
            raise error or StoreError("SlowDown", "no")

    return fail


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


def test_a_defect_in_reading_a_message_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(body: str, own_bucket: str) -> tuple[SourceRef, ...]:
        if body == "a bug":
            raise ZeroDivisionError
        return sources_in(body, own_bucket)

    monkeypatch.setattr("thumbnailer.triggers.sqs.sources_in", read)
    store = store_with(a=plain_png(RED))
    run = Run(sqs_event("a bug", s3_event("uploads/a.png")), store)
    assert run.failed == ["m0"]
    assert run.ends == [("failed", "ZeroDivisionError"), ("settled", "rendered")]
