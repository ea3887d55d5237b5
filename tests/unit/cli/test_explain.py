from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.unit.cli.test_deployment import parsed
from thumbnailer_cli.dlq.explain import by_reason, explain
from thumbnailer_cli.shared.aws.sqs import Message
from tools.samples.messages import s3_record

DEPLOYMENT = parsed()


def message(body: str, message_id: str = "m1") -> Message:
    return Message(message_id, body, 6, datetime(2026, 1, 1, tzinfo=UTC), "handle")


def event(*keys: str, bucket: str = "pictures") -> str:
    return json.dumps({"Records": [s3_record(key, bucket) for key in keys]})


def line(message_id: str = "m1", outcome: str = "failed", **members: Any) -> dict[str, Any]:
    return {"message_id": message_id, "outcome": outcome, "reason": "SlowDown", **members}


def test_the_last_failure_is_the_reason() -> None:
    lines = [
        line(reason="SlowDown"),
        line(reason="AccessDenied", detail="not allowed"),
        line("m2", reason="not_settled"),
        line(outcome="settled", reason="rendered"),
    ]
    (one,) = explain([message(event("uploads/a b.jpg"))], lines, DEPLOYMENT)
    assert (one.keys, one.reason, one.detail) == (
        ("uploads/a b.jpg",),
        "AccessDenied",
        "not allowed",
    )


@pytest.mark.parametrize("body", ["", "no JSON", "{}", '{"keys": 5}'])
def test_a_malformed_body_is_explained_from_itself(body: str) -> None:
    (one,) = explain([message(body)], "the log is closed", DEPLOYMENT)
    assert (one.keys, one.reason) == ((), "malformed_event")
    assert one.detail


@pytest.mark.parametrize("body", [event("uploads/a", bucket="others"), event("elsewhere/a")])
def test_a_foreign_source_needs_no_log(body: str) -> None:
    (one,) = explain([message(body)], [], DEPLOYMENT)
    assert one.reason == "foreign_source"
    assert one.detail.endswith("is not below s3://pictures/uploads/")


def test_silence_is_a_reason_of_its_own() -> None:
    (one,) = explain([message('{"keys": ["uploads/a"]}')], [], DEPLOYMENT)
    assert (one.keys, one.reason) == (("uploads/a",), "not_logged")
    (one,) = explain([message(event("uploads/a"))], "access denied", DEPLOYMENT)
    assert (one.reason, one.detail) == ("log_unreadable", "access denied")


def test_messages_are_counted_by_reason() -> None:
    messages = [
        message(event("uploads/a"), "m1"),
        message(event("uploads/b"), "m2"),
        message("", "m3"),
    ]
    explained = explain(messages, [line("m1"), line("m2")], DEPLOYMENT)
    assert by_reason(explained) == {"SlowDown": 2, "malformed_event": 1}
