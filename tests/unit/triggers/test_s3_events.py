from __future__ import annotations

import json
from typing import Any

import pytest

from thumbnailer.results.objects import Hint, SourceRef
from thumbnailer.triggers.s3_events import MalformedEvent, hints_in
from tools.samples.messages import BUCKET, TEST_EVENT, s3_event, s3_record


def sources_in(body: str, bucket: str) -> tuple[SourceRef, ...]:
    return tuple(hint.source for hint in hints_in(body, bucket))


@pytest.mark.parametrize(
    ("encoded", "key"),
    [
        ("uploads/a.jpg", "uploads/a.jpg"),
        ("uploads/red+flower.jpg", "uploads/red flower.jpg"),
        ("uploads/1%2B1.jpg", "uploads/1+1.jpg"),
        ("uploads/%C3%89t%C3%A9+%2B1.JPG", "uploads/Été +1.JPG"),
        ("uploads%2Fa%20b.jpg", "uploads/a b.jpg"),
        ("uploads/100%25.jpg", "uploads/100%.jpg"),
    ],
)
def test_keys_are_url_decoded(encoded: str, key: str) -> None:
    record = s3_record("x")
    record["s3"]["object"]["key"] = encoded
    assert sources_in(json.dumps({"Records": [record]}), BUCKET) == (SourceRef(BUCKET, key),)


def test_several_records_each_source_once() -> None:
    assert [
        ref.key for ref in sources_in(s3_event("uploads/b", "uploads/a", "uploads/b"), BUCKET)
    ] == [
        "uploads/b",
        "uploads/a",
    ]


@pytest.mark.parametrize("event", ["ObjectCreated:Copy", "ObjectRemoved:Delete", "anything new"])
def test_every_kind_of_event_means_look_at_the_key(event: str) -> None:
    body = json.dumps({"Records": [s3_record("uploads/a.jpg", event=event)]})
    assert sources_in(body, BUCKET) == (SourceRef(BUCKET, "uploads/a.jpg"),)


@pytest.mark.parametrize(
    ("event", "upload"),
    [
        ("ObjectCreated:Put", True),
        ("ObjectCreated:CompleteMultipartUpload", True),
        ("ObjectRemoved:Delete", False),
        ("LifecycleExpiration:Delete", False),
        ("ObjectRestore:Completed", False),
        (None, False),
    ],
)
def test_only_what_is_created_is_an_upload(event: Any, upload: bool) -> None:
    (hint,) = hints_in(json.dumps({"Records": [s3_record("uploads/a.jpg", event=event)]}), BUCKET)
    assert hint == Hint(SourceRef(BUCKET, "uploads/a.jpg"), upload)


def test_of_several_events_of_a_source_the_last_one_counts() -> None:
    for events in (["ObjectCreated:Put", "ObjectRemoved:Delete"], ["ObjectRemoved:Delete", "x"]):
        records = [s3_record("uploads/a.jpg", event=event) for event in events]
        (hint,) = hints_in(json.dumps({"Records": records}), BUCKET)
        assert not hint.upload


def test_test_event_asks_for_nothing() -> None:
    assert sources_in(TEST_EVENT, BUCKET) == ()


def changed(path: str, value: Any) -> str:
    """A good event with one member replaced, or removed when the value is ..."""
    record = s3_record("uploads/a.jpg")
    *parents, last = path.split(".")
    place = record
    for parent in parents:
        place = place[parent]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return json.dumps({"Records": [record]})


@pytest.mark.parametrize(
    "body",
    [
        "",
        "nonsense",
        "{",
        "[" * 100_000,
        "null",
        "[]",
        '"text"',
        "17",
        "{}",
        '{"Records": []}',
        '{"Records": {}}',
        '{"Records": [null]}',
        '{"Records": ["x"]}',
        '{"Records": [{}]}',
        '{"Event": "s3:SomethingElse"}',
        changed("eventSource", "aws:sns"),
        changed("eventSource", ...),
        changed("eventVersion", "3.0"),
        changed("eventVersion", None),
        changed("s3", ...),
        changed("s3", []),
        changed("s3.bucket.name", ""),
        changed("s3.bucket.name", 7),
        changed("s3.object.key", ""),
        changed("s3.object.key", None),
        changed("s3.object.key", "uploads/%FF%FE.jpg"),
        changed("s3.object.key", "uploads/\ud800.jpg"),
        changed("s3.bucket.name", "\ud800"),
    ],
)
def test_anything_else_is_malformed(body: str) -> None:
    with pytest.raises(MalformedEvent):
        hints_in(body, BUCKET)


def through_sns(message: str) -> str:
    return json.dumps(
        {
            "Type": "Notification",
            "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
            "TopicArn": "arn:aws:sns:eu-central-1:123456789012:uploads",
            "Subject": "Amazon S3 Notification",
            "Message": message,
            "Timestamp": "2026-11-01T10:00:00.000Z",
        }
    )


def through_eventbridge(key: object, source: str = "aws.s3") -> str:
    return json.dumps(
        {
            "version": "0",
            "detail-type": "Object Created",
            "source": source,
            "account": "123456789012",
            "detail": {
                "version": "0",
                "bucket": {"name": BUCKET},
                "object": {
                    "key": key,
                    "size": 5,
                    "etag": "b1946ac9",
                    "sequencer": "617f08299329d1",
                },
                "reason": "PutObject",
            },
        }
    )


def test_an_event_through_a_topic() -> None:
    assert sources_in(through_sns(s3_event("uploads/Été +1.JPG")), BUCKET) == (
        SourceRef(BUCKET, "uploads/Été +1.JPG"),
    )
    assert sources_in(through_sns(TEST_EVENT), BUCKET) == ()


@pytest.mark.parametrize("key", ["uploads/Été +1.JPG", "uploads/a%2Bb.jpg", "uploads/a+b.jpg"])
def test_an_event_through_eventbridge_whose_keys_are_not_encoded(key: str) -> None:
    assert sources_in(through_eventbridge(key), BUCKET) == (SourceRef(BUCKET, key),)


def test_what_eventbridge_calls_an_upload() -> None:
    created = through_eventbridge("uploads/a.jpg")
    deleted = created.replace("Object Created", "Object Deleted")
    assert [hint.upload for body in (created, deleted) for hint in hints_in(body, BUCKET)] == [
        True,
        False,
    ]


def test_what_comes_through_a_topic_is_an_upload_as_well() -> None:
    (hint,) = hints_in(through_sns(s3_event("uploads/a.jpg")), BUCKET)
    assert hint.upload


@pytest.mark.parametrize(
    "body",
    [
        through_sns("nonsense"),
        through_sns("{}"),
        through_sns(through_sns(s3_event("a"))),
        json.dumps({"Type": "Notification", "Message": 7}),
        json.dumps({"Type": "SubscriptionConfirmation", "Message": "You have chosen …"}),
        through_eventbridge(""),
        through_eventbridge(None),
        through_eventbridge("uploads/\ud800.jpg"),
        through_eventbridge("uploads/a.jpg", "aws.ec2"),
        json.dumps({"detail-type": "Object Created", "source": "aws.s3"}),
        json.dumps({"detail-type": "Object Created", "source": "aws.s3", "detail": []}),
    ],
)
def test_other_things_in_these_envelopes_are_malformed(body: str) -> None:
    with pytest.raises(MalformedEvent):
        hints_in(body, BUCKET)


def test_a_later_minor_version_is_understood() -> None:
    assert sources_in(changed("eventVersion", "2.99"), BUCKET)


def test_a_message_can_say_no_more_than_look_at_these_keys() -> None:
    body = json.dumps({"keys": ["uploads/1+1 %25.jpg", "uploads/b.jpg", "uploads/b.jpg"]})
    # Keys are not URL-encoded: people and tools write these messages.
    assert sources_in(body, BUCKET) == (
        SourceRef(BUCKET, "uploads/1+1 %25.jpg"),
        SourceRef(BUCKET, "uploads/b.jpg"),
    )


def test_what_somebody_names_is_no_upload() -> None:
    (hint,) = hints_in(json.dumps({"keys": ["uploads/a.jpg"]}), BUCKET)
    assert not hint.upload


def test_such_a_message_may_name_a_bucket() -> None:
    body = json.dumps({"keys": ["uploads/a.jpg"], "bucket": "another"})
    assert sources_in(body, BUCKET) == (SourceRef("another", "uploads/a.jpg"),)


@pytest.mark.parametrize(
    "document",
    [
        {"keys": []},
        {"keys": "uploads/a.jpg"},
        {"keys": None},
        {"keys": [""]},
        {"keys": [7]},
        {"keys": ["\ud800"]},
        {"keys": ["uploads/a.jpg"], "bucket": "\ud800"},
        {"keys": ["uploads/a.jpg"], "bucket": ""},
        {"keys": ["uploads/a.jpg"], "bucket": 7},
    ],
)
def test_keys_must_be_keys(document: dict[str, Any]) -> None:
    with pytest.raises(MalformedEvent):
        hints_in(json.dumps(document), BUCKET)
