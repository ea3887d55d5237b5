"""Which sources a queue message asks to look at.

Events are hints: they come at least once and in any order, so a message never means more than
"look at this key". Hence every kind of S3 event is read alike.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus


class MalformedEvent(ValueError):
    """The message is no S3 event; the text says what it is instead."""


@dataclass(frozen=True)
class SourceRef:
    """One object to look at; `key` is decoded."""

    bucket: str
    key: str


def sources_in(body: str) -> tuple[SourceRef, ...]:
    """The sources a message names, each once, in order.

    Returns an empty tuple for `s3:TestEvent`, which S3 sends when a notification is set up.

    Raises:
        MalformedEvent: when the body is anything but an S3 event.
    """
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise MalformedEvent(f"the message body is not JSON: {error}") from None
    if not isinstance(document, dict):
        raise MalformedEvent(f"the message body is a JSON {type(document).__name__}, not an object")
    if document.get("Event") == "s3:TestEvent":
        return ()
    records = document.get("Records")
    if not isinstance(records, list) or not records:
        raise MalformedEvent("the message body has no Records; it is not an S3 event")
    return tuple(dict.fromkeys(_source(record) for record in records))


def _source(record: Any) -> SourceRef:
    try:
        source, version = record["eventSource"], record["eventVersion"]
        bucket, key = record["s3"]["bucket"]["name"], record["s3"]["object"]["key"]
    except (KeyError, TypeError) as error:
        raise MalformedEvent(f"a record is not of S3's form: {error!r}") from None
    if source != "aws:s3" or str(version).split(".")[0] != "2":
        raise MalformedEvent(f"a record is from {source!r}, version {version!r}, not S3's 2.x")
    if not isinstance(bucket, str) or not isinstance(key, str) or not bucket or not key:
        raise MalformedEvent("a record names no bucket or no key")
    try:
        decoded = unquote_plus(key, errors="strict")
        decoded.encode()  # JSON can spell half a character, which no S3 key holds
    except UnicodeError:
        raise MalformedEvent(f"the key {key!r} is not URL-encoded UTF-8") from None
    return SourceRef(bucket, decoded)
