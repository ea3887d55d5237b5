"""Whoever else invokes the function: S3 Batch Operations, and people."""

from __future__ import annotations

import json
from typing import Any

import pytest

from thumbnailer.results.log_line import Log
from thumbnailer.results.objects import SourceRef
from thumbnailer.settling.ports import Unanswered
from thumbnailer.settling.service import Service
from thumbnailer.triggers.dispatch import Trigger, handle, known_triggers
from thumbnailer.triggers.invocation import Invocation
from thumbnailer.triggers.s3_events import MalformedEvent, encoded_source
from tools.samples.memory_store import MemoryStore
from tools.samples.messages import s3_event, sqs_event
from tools.samples.pictures import RED, plain_png
from tools.samples.recipes import deployed, recipe

BUCKET = "pictures"
LOG = Log("thumbnails", "request-1", lambda _: None, lambda: 0.0)


def handled(event: dict[str, Any], store: MemoryStore) -> tuple[Any, list[dict[str, Any]]]:
    """The answer, which has to be JSON, and the log lines."""
    lines: list[dict[str, Any]] = []
    log = Log("thumbnails", "request-1", lines.append, lambda: 0.0)
    invocation = Invocation(Service(deployed(recipe()), store), log, lambda: 60_000)
    return json.loads(json.dumps(handle(event, invocation, known_triggers()))), lines


def job(*tasks: dict[str, Any], version: str = "1.0") -> dict[str, Any]:
    """As the user guide shows it."""
    return {
        "invocationSchemaVersion": version,
        "invocationId": "YXNkbGZqYWRmaiBhc2RmdW9hZHNmZGpmaGFzbGtkaGZza2RmaAo",
        "job": {"id": "f3cc4f60-61f6-4a2b-8a21-d07600c373ce"},
        "tasks": [{"taskId": f"task{n}", **task} for n, task in enumerate(tasks)],
    }


def in_arn(key: str, bucket: str = BUCKET) -> dict[str, Any]:
    return {"s3Key": key, "s3VersionId": "1", "s3BucketArn": f"arn:aws:s3:::{bucket}"}


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    store.put("uploads/Été +1.png", plain_png(RED))
    store.put("uploads/bad.png", b"no picture")
    store.put("uploads/slow.png", plain_png(RED))
    return store


def test_a_job_gets_a_result_for_each_task_in_its_own_shape(store: MemoryStore) -> None:
    store.fail_on("get uploads/slow.png")
    event = job(
        in_arn("uploads/%C3%89t%C3%A9+%2B1.png"),
        in_arn("uploads/bad.png"),
        in_arn("uploads/slow.png"),
        in_arn("uploads/none.png"),
        in_arn("uploads/a.png", "another"),
        in_arn("elsewhere/a.png"),
    )
    answer, lines = handled(event, store)
    results = answer.pop("results")
    assert answer == {
        "invocationSchemaVersion": "1.0",
        "treatMissingKeysAs": "PermanentFailure",
        "invocationId": event["invocationId"],
    }
    assert [result["taskId"] for result in results] == [f"task{n}" for n in range(6)]
    assert [result["resultCode"] for result in results] == [
        "Succeeded",
        "Succeeded",
        "TemporaryFailure",
        "Succeeded",
        "PermanentFailure",
        "PermanentFailure",
    ]
    assert [result["resultString"].split(":")[0] for result in results] == [
        "settled (rendered)",
        "rejected (not_an_image)",
        "failed (SlowDown)",
        "settled (absent)",
        "failed (foreign_source)",
        "failed (foreign_source)",
    ]
    assert {line["message_id"] for line in lines} == {f"task{n}" for n in range(6)}


def test_the_second_schema_names_buckets(store: MemoryStore) -> None:
    task = {"s3Key": "uploads/bad.png", "s3VersionId": None, "s3Bucket": BUCKET}
    answer, _ = handled(job(task, version="2.0"), store)
    assert answer["invocationSchemaVersion"] == "2.0"
    assert answer["results"][0]["resultString"].startswith(
        "rejected (not_an_image): not a recognized image; "
    )


@pytest.mark.parametrize(
    "task",
    [
        {"s3Key": "uploads/%FF%FE.png", "s3BucketArn": f"arn:aws:s3:::{BUCKET}"},
        {"s3Key": None, "s3BucketArn": f"arn:aws:s3:::{BUCKET}"},
        {"s3Key": "uploads/a.png"},
    ],
)
def test_a_task_that_names_no_object_fails_alone_and_for_good(
    store: MemoryStore, task: dict[str, Any]
) -> None:
    answer, lines = handled(job(task, in_arn("uploads/bad.png")), store)
    results = {result["taskId"]: result for result in answer["results"]}
    assert results["task0"]["resultCode"] == "PermanentFailure"
    assert results["task0"]["resultString"].startswith("failed (malformed_event): ")
    assert results["task1"]["resultCode"] == "Succeeded"
    assert {line["reason"] for line in lines} == {"malformed_event", "not_an_image"}


def test_the_same_source_in_two_tasks(store: MemoryStore) -> None:
    answer, _ = handled(job(in_arn("uploads/bad.png"), in_arn("uploads/bad.png")), store)
    assert [result["taskId"] for result in answer["results"]] == ["task0", "task1"]


def test_people_name_keys_and_are_told_how_each_ended(store: MemoryStore) -> None:
    keys = ["uploads/bad.png", "uploads/Été +1.png"]
    answer, lines = handled({"keys": keys}, store)
    bad, good = answer["results"]
    assert bad["key"] == keys[0]
    assert (bad["outcome"], bad["reason"]) == ("rejected", "not_an_image")
    assert bad["detail"].startswith("not a recognized image")
    assert (good["key"], good["outcome"], good["reason"]) == (keys[1], "settled", "rendered")
    assert good["outputs"][0]["key"] == "thumbnails/Été +1_thumb.png"
    assert [line["requestId"] for line in lines] == ["request-1"] * 2


def test_people_are_told_what_is_wrong_with_their_keys(store: MemoryStore) -> None:
    with pytest.raises(MalformedEvent, match=r'use \{"keys"'):
        handled({"keys": "uploads/a.png"}, store)


def test_messages_of_the_operators_tools_come_through_the_queue(store: MemoryStore) -> None:
    body = json.dumps({"keys": ["uploads/Été +1.png"]})
    answer, lines = handled(sqs_event(body, s3_event("uploads/bad.png", bucket=BUCKET)), store)
    assert answer == {"batchItemFailures": []}
    assert {line["reason"] for line in lines} == {"rendered", "not_an_image"}


@pytest.mark.parametrize("event", [{}, {"detail-type": "Object Created", "detail": {}}])
def test_an_event_of_another_kind_is_an_error_that_says_what_is_understood(
    event: dict[str, Any],
) -> None:
    with pytest.raises(ValueError, match="known triggers: SQS"):
        handled(event, MemoryStore())


def test_a_new_kind_of_event_takes_a_row_in_the_table() -> None:
    ping = Trigger("a test", "ping", lambda event, invocation: [event["ping"], invocation.bucket])
    invocation = Invocation(Service(deployed(recipe()), MemoryStore()), LOG, lambda: 60_000)
    assert handle({"ping": 1}, invocation, (*known_triggers(), ping)) == [1, BUCKET]
    with pytest.raises(ValueError, match=r"known triggers: SQS \(Records\), .*, a test \(ping\)"):
        handle({}, invocation, (*known_triggers(), ping))


def test_a_defect_in_reading_a_task_is_its_own(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(bucket: object, key: object) -> SourceRef:
        if key == "a bug":
            raise ZeroDivisionError
        return encoded_source(bucket, key)

    monkeypatch.setattr("thumbnailer.triggers.batch_operations.encoded_source", read)
    answer, _ = handled(job(in_arn("a bug"), in_arn("uploads/bad.png")), store)
    assert [result["resultCode"] for result in answer["results"]] == [
        "TemporaryFailure",
        "Succeeded",
    ]


def test_a_task_with_a_write_that_had_no_answer_is_tried_again(store: MemoryStore) -> None:
    lost: list[str] = []

    def lose(call: str) -> None:
        if call.startswith("put") and not lost:
            lost.append(call)
            raise Unanswered("ReadTimeoutError", "no answer")

    store.before = lose
    answer, _ = handled(job(in_arn("uploads/slow.png")), store)
    (result,) = answer["results"]
    assert result["resultCode"] == "TemporaryFailure"
    assert result["resultString"] == "settled (rendered)"
    answer, _ = handled(job(in_arn("uploads/slow.png")), store)
    assert answer["results"][0]["resultCode"] == "Succeeded"
