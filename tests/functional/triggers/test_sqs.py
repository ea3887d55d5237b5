"""How the sources of a batch end, and what Lambda is answered, on a bucket in memory."""

from __future__ import annotations

import json

import pytest

from tests.functional.triggers.invocation import Run, store_with
from thumbnailer.results.objects import Hint
from thumbnailer.settling.ports import StoreError
from thumbnailer.triggers.s3_events import hints_in
from tools.samples.memory_store import MemoryStore
from tools.samples.messages import BUCKET, TEST_EVENT, s3_event, sqs_event
from tools.samples.pictures import RED, jpeg, plain_png


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


def test_a_defect_in_reading_a_message_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(body: str, own_bucket: str) -> tuple[Hint, ...]:
        if body == "a bug":
            raise ZeroDivisionError
        return hints_in(body, own_bucket)

    monkeypatch.setattr("thumbnailer.triggers.sqs.hints_in", read)
    store = store_with(a=plain_png(RED))
    run = Run(sqs_event("a bug", s3_event("uploads/a.png")), store)
    assert run.failed == ["m0"]
    assert run.ends == [("failed", "ZeroDivisionError"), ("settled", "rendered")]


def test_what_was_received_before_is_no_upload_any_more() -> None:
    for receives, first in ((1, "get"), (2, "head")):
        store = store_with(a=plain_png(RED))
        Run(sqs_event(s3_event("uploads/a.png"), receives=[receives]), store)
        assert store.calls[0].startswith(first)
