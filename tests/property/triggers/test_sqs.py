"""Any message, any key, any metadata: handled, or to the dead-letter queue with a logged reason."""

from __future__ import annotations

import contextlib
import io
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.triggers.test_s3_events import JSON, TEXT
from thumbnailer.config.settings import OnDelete
from thumbnailer.results.log_line import Log, print_json
from thumbnailer.results.outcome import Outcome
from thumbnailer.settling.service import Service
from thumbnailer.triggers.invocation import Invocation
from thumbnailer.triggers.sqs import handle_batch
from tools.samples.memory_store import MemoryStore
from tools.samples.messages import s3_event, s3_record, sqs_event
from tools.samples.pictures import RED, plain_png
from tools.samples.recipes import deployed, recipe

BUCKET = "pictures"
GOOD = "uploads/good.png"
SETTINGS = deployed(
    recipe(thumb={"width": 8, "height": 4, "fit": "cover", "gravity": "focal"}),
    on_delete=OnDelete.REMOVE,
    rejected_prefix="rejected/",
)
KEYS = TEXT | st.builds("uploads/{}".format, TEXT)
BODIES = (
    st.text()
    | JSON.map(json.dumps)
    | st.lists(KEYS, min_size=1, max_size=3).map(lambda keys: s3_event(*keys, bucket=BUCKET))
    | st.lists(KEYS | JSON, max_size=3).map(lambda keys: json.dumps({"keys": keys}))
)
METADATA = st.dictionaries(st.sampled_from(["focal-point", "width", "source-etag"]), st.text())


def handled(bodies: list[str], store: MemoryStore) -> tuple[set[str], list[dict[str, Any]]]:
    lines: list[dict[str, Any]] = []
    log = Log("thumbnails", "request-1", lines.append, lambda: 0.0)
    invocation = Invocation(Service(SETTINGS, store), log, lambda: 60_000)
    answer = handle_batch(sqs_event(*bodies), invocation)
    assert set(answer) == {"batchItemFailures"}
    failed = [item["itemIdentifier"] for item in answer["batchItemFailures"]]
    assert len(set(failed)) == len(failed)
    return set(failed), lines


@settings(max_examples=300)
@given(st.lists(BODIES, min_size=1, max_size=4))
def test_any_messages(bodies: list[str]) -> None:
    store = MemoryStore()
    store.put(GOOD, plain_png(RED))
    failed, lines = handled([*bodies, s3_event(GOOD, bucket=BUCKET)], store)
    good = f"m{len(bodies)}"
    assert good not in failed
    assert "thumbnails/good_thumb.png" in store.objects
    # Each message is told of, and comes back exactly when something of it failed.
    assert {line["message_id"] for line in lines} == {f"m{n}" for n in range(len(bodies) + 1)}
    assert failed == {line["message_id"] for line in lines if line["outcome"] == Outcome.FAILED}
    assert all(line["reason"] for line in lines)
    assert json.dumps(lines, ensure_ascii=False).encode()


@given(TEXT.map("uploads/{}".format), st.binary(max_size=40) | st.just(plain_png(RED)), METADATA)
def test_any_source(key: str, data: bytes, metadata: dict[str, str]) -> None:
    store = MemoryStore()
    store.put(key, data, **metadata)
    failed, (line,) = handled([s3_event(key, bucket=BUCKET)], store)
    assert failed == set()
    rendered = data == plain_png(RED)
    assert line["outcome"] == (Outcome.SETTLED if rendered else Outcome.REJECTED)
    assert (f"rejected/{key}.json" in store.objects) is not rendered


# Half a character, which JSON can spell and UTF-8 cannot.
HALF = st.sampled_from(["\ud800", "uploads/\udfff.png", "\ud83d\ud83d"])


def spelled(source: str, version: str, bucket: str, key: str) -> list[str]:
    """Bodies that hold these texts, in each form that is understood."""
    record = s3_record("uploads/a.png") | {"eventSource": source, "eventVersion": version}
    record["s3"] = {"bucket": {"name": bucket}, "object": {"key": key}}
    event = {"detail-type": version, "source": source, "detail": record["s3"]}
    forms = [{"Records": [record]}, event, {"bucket": bucket, "keys": [key]}, {key: bucket}, key]
    return [*map(json.dumps, forms), key]


HOSTILE = st.builds(
    spelled, st.just("aws:s3") | HALF, st.just("2.1") | HALF, TEXT | HALF, KEYS | HALF
).flatmap(st.sampled_from)


@settings(deadline=None)
@given(st.lists(HOSTILE, min_size=1, max_size=4), HALF | st.just("m"))
def test_what_cannot_be_printed_fails_alone(bodies: list[str], message_id: str) -> None:
    store = MemoryStore()
    store.put(GOOD, plain_png(RED))
    event = sqs_event(*bodies, s3_event(GOOD, bucket=BUCKET))
    event["Records"][0]["messageId"] = message_id
    written = io.BytesIO()
    stdout = io.TextIOWrapper(written, encoding="utf-8", errors="strict")
    with contextlib.redirect_stdout(stdout):
        log = Log("thumbnails", "request-1", print_json, lambda: 0.0)
        answer = handle_batch(event, Invocation(Service(SETTINGS, store), log, lambda: 60_000))
    good = f"m{len(bodies)}"
    assert {"itemIdentifier": good} not in answer["batchItemFailures"]
    assert "thumbnails/good_thumb.png" in store.objects
    lines = [json.loads(line) for line in written.getvalue().decode().split("\n") if line]
    expected = {record["messageId"] for record in event["Records"]}
    assert {line["message_id"] for line in lines} == expected
