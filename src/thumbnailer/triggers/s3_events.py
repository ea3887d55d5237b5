"""Reads the sources that a queue message names.

Events are hints: they are delivered at least once and in any order, so a message only means "settle
this key". Therefore all kinds of S3 events are processed in the same way, whether they come from
S3 itself, through an SNS topic (wrapped or raw), or through EventBridge, and so is
`{"keys": ["uploads/a.jpg"]}`, which the operator commands send. Whether an event reports an upload
only determines which requests are sent first.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from thumbnailer.results.objects import Hint, SourceRef
from thumbnailer.results.outcome import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
_CREATED = "ObjectCreated:"
_CREATED_FOR_EVENTBRIDGE = "Object Created"


class MalformedEvent(Failure):
    """The message names no sources; the text describes the problem."""

    code = "malformed_event"


def hints_in(body: str, own_bucket: str) -> tuple[Hint, ...]:
    """The sources that a message names, in order, without duplicates.

    Returns an empty tuple for `s3:TestEvent`, which S3 sends when a notification is configured.

    Args:
        body: the body of the message.
        own_bucket: the bucket of messages that do not name one.

    Raises:
        MalformedEvent: if the body is not an S3 event and has no `keys`.
    """
    document = _object(body)
    if document.get("Type") == "Notification" and isinstance(document.get("Message"), str):
        document = _object(document["Message"])
    if document.get("Event") == "s3:TestEvent":
        return ()
    if "keys" in document:
        return keys_in(document, own_bucket)
    if "detail-type" in document:
        return (_hint_of_eventbridge(document),)
    records = document.get("Records")
    if not isinstance(records, list) or not records:
        raise MalformedEvent("the message body has no Records; it is not an S3 event")
    return _each_once(_hint(record) for record in records)


def keys_in(document: Mapping[str, Any], own_bucket: str) -> tuple[Hint, ...]:
    """The sources of a document with `keys`, and with `bucket` if it is not `own_bucket`.

    They are not marked as uploads: such documents are sent to repair existing sources.

    Raises:
        MalformedEvent: if `keys` is not a list of keys, or is empty.
    """
    keys = document["keys"]
    if not isinstance(keys, list) or not keys:
        raise MalformedEvent('"keys" is not a list of keys; use {"keys": ["uploads/a.jpg"]}')
    bucket = document.get("bucket", own_bucket)
    return _each_once(Hint(_ref(bucket, key)) for key in keys)


def _each_once(hints: Iterable[Hint]) -> tuple[Hint, ...]:
    """The last hint for each source: a later event may not be an upload any more."""
    return tuple({hint.source: hint for hint in hints}.values())


def _object(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedEvent(f"the message body is not JSON: {error}") from None
    if not isinstance(document, dict):
        raise MalformedEvent(f"the message body is a JSON {type(document).__name__}, not an object")
    return document


def _hint_of_eventbridge(document: dict[str, Any]) -> Hint:
    try:
        source, bucket = document["source"], document["detail"]["bucket"]["name"]
        key = document["detail"]["object"]["key"]
    except (KeyError, TypeError) as error:
        raise MalformedEvent(
            f"an EventBridge event does not have the format of S3 events: {error!r}"
        ) from None
    if source != "aws.s3":
        raise MalformedEvent(f"an EventBridge event is from {source!r}, not aws.s3")
    # Unlike in S3's own notifications, the key is not URL-encoded.
    return Hint(_ref(bucket, key), document["detail-type"] == _CREATED_FOR_EVENTBRIDGE)


def _hint(record: Any) -> Hint:
    try:
        source, version = record["eventSource"], record["eventVersion"]
        bucket, key = record["s3"]["bucket"]["name"], record["s3"]["object"]["key"]
    except (KeyError, TypeError) as error:
        raise MalformedEvent(f"a record does not have the format of S3 events: {error!r}") from None
    if source != "aws:s3" or str(version).split(".")[0] != "2":
        raise MalformedEvent(f"a record is from {source!r}, version {version!r}, not S3's 2.x")
    name = record.get("eventName")
    return Hint(encoded_source(bucket, key), str(name).startswith(_CREATED))


def encoded_source(bucket: object, key: object) -> SourceRef:
    """The source with a key that S3 has URL-encoded.

    Raises:
        MalformedEvent: if the bucket or the key is missing or invalid.
    """
    if not isinstance(key, str):
        raise MalformedEvent("a record contains no key")
    try:
        return _ref(bucket, unquote_plus(key, errors="strict"))
    except UnicodeDecodeError:
        raise MalformedEvent(f"the key {key!r} is not URL-encoded UTF-8") from None


def _ref(bucket: object, key: object) -> SourceRef:
    if not isinstance(bucket, str) or not isinstance(key, str) or not bucket or not key:
        raise MalformedEvent("the event does not contain a bucket and a key")
    try:
        f"{bucket}/{key}".encode()  # JSON can spell half a character; S3 cannot
    except UnicodeEncodeError:
        raise MalformedEvent(f"the bucket {bucket!r} or the key {key!r} is not UTF-8") from None
    return SourceRef(bucket, key)
