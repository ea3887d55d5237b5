"""The operator's commands against a deployment, as their users run them."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.operator import Operator
from tests.e2e.pipeline import Pipeline, wait_for
from tools.samples.pictures import jpeg

FOLDER = "uploads/operator/"
KEYS = [f"{FOLDER}{name}.jpg" for name in ("a", "b c", "Été +1 %2B", "d&e")]


def findings(operator: Operator, *options: str) -> set[tuple[str, str]]:
    """What an audit finds in the folder of these tests; other tests leave much behind."""
    document = operator.document("audit", "--yes", *options)
    return {
        (found["reason"], found["key"])
        for found in document["findings"]
        if (found["key"] or "").startswith(FOLDER)
    }


@pytest.fixture(scope="module")
def operator(pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Operator:
    for number, key in enumerate(KEYS):
        pipeline.upload(key, jpeg(300 + number, 200))
    for key in KEYS:
        assert pipeline.line(key)["outcome"] == "settled"
    return Operator(pipeline, tmp_path_factory.mktemp("operator"))


def output_of(key: str) -> str:
    return f"thumbnails/operator/{key.removeprefix(FOLDER).removesuffix('.jpg')}_thumb.jpg"


def test_what_the_function_has_made_is_as_it_should_be(operator: Operator) -> None:
    assert findings(operator) == set()
    assert findings(operator, "--quick") == set()


def test_an_audit_finds_and_mends(operator: Operator) -> None:
    pipeline = operator.pipeline
    missing, replaced, remade, untouched = KEYS
    made = {key: pipeline.get(output_of(key)) for key in KEYS}
    pipeline.s3.delete_object(Bucket=pipeline.bucket, Key=output_of(missing))
    for key, metadata in (
        (replaced, {"source-etag": "another"}),
        (remade, {"variant-id": "another"}),
    ):
        before = made[key]
        assert before
        pipeline.s3.put_object(
            Bucket=pipeline.bucket,
            Key=output_of(key),
            Body=b"old",
            Metadata=before["Metadata"] | metadata,
        )
    found = {("missing", missing), ("stale", replaced), ("stale", remade)}
    assert findings(operator) == found
    assert findings(operator, "--fix", "--dry-run") == found
    assert findings(operator, "--fix", "--rate", "1000") == found
    for key in (missing, replaced, remade):
        assert pipeline.line(key, 2)["reason"] == "rendered"
    assert findings(operator) == set()
    for key in KEYS:
        before, after = made[key], pipeline.get(output_of(key))
        assert before
        assert after
        assert after["Body"] == before["Body"]
    assert len(pipeline.lines(untouched)) == 1


def test_a_backfill_reaches_every_key(operator: Operator) -> None:
    pipeline = operator.pipeline
    before = {key: len(pipeline.lines(key)) for key in KEYS}
    dry = operator.document("backfill", "--prefix", FOLDER, "--dry-run")
    assert (dry["keys"], dry["enqueued"]) == (len(KEYS), 0)
    done = operator.document("backfill", "--prefix", FOLDER, "--yes", "--rate", "1000")
    assert done["enqueued"] == len(KEYS)
    for key in KEYS:
        assert pipeline.line(key, before[key] + 1)["reason"] == "current"


def arn_of(sqs: Any, url: str) -> str:
    answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return str(answer["Attributes"]["QueueArn"])


@pytest.fixture
def queues(operator: Operator) -> Iterator[dict[str, str]]:
    """A queue and its dead-letter queue that no function reads and no other test fills."""
    sqs = operator.pipeline.sqs
    urls = [sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("operator", "operator-dlq")]
    # SQS moves messages only out of what is some queue's dead-letter queue.
    policy = {"deadLetterTargetArn": arn_of(sqs, urls[1]), "maxReceiveCount": 5}
    sqs.set_queue_attributes(QueueUrl=urls[0], Attributes={"RedrivePolicy": json.dumps(policy)})
    yield {"queue_url": urls[0], "dead_letter_queue_url": urls[1]}
    for url in urls:
        sqs.delete_queue(QueueUrl=url)


def test_dead_letters_are_explained_and_sent_back(
    operator: Operator, queues: dict[str, str]
) -> None:
    pipeline = operator.pipeline
    dead, queue = queues["dead_letter_queue_url"], queues["queue_url"]
    bodies = [pipeline.event(key) for key in KEYS] + ["nonsense"]
    for body in bodies:
        pipeline.sqs.send_message(QueueUrl=dead, MessageBody=body)
    seen = operator.document("dlq", "peek", **queues)
    assert seen["totals"] == {"not_logged": len(KEYS), "malformed_event": 1}
    assert {key for m in seen["messages"] for key in m["keys"]} == set(KEYS)

    def depth(url: str) -> int:
        names = ["ApproximateNumberOfMessages"]
        answer = pipeline.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)
        return int(answer["Attributes"]["ApproximateNumberOfMessages"])

    assert depth(dead) == len(bodies)  # nothing is hidden any more
    some = operator.document("dlq", "redrive", "--reason", "malformed_event", **queues)
    assert (some["messages"], depth(queue), depth(dead)) == (1, 1, len(KEYS))
    # This emulator does not move messages itself; what SQS does instead ends alike.
    all_of_them = operator.document("dlq", "redrive", **queues)
    assert (all_of_them["messages"], depth(queue), depth(dead)) == (len(KEYS), len(bodies), 0)


def test_what_the_log_says_about_a_dead_letter_is_shown(operator: Operator, one_try: None) -> None:
    pipeline = operator.pipeline
    foreign = json.dumps({"keys": ["elsewhere/operator.jpg"]})
    pipeline.send(foreign)

    def look() -> dict[str, Any] | None:
        messages = operator.document("dlq", "peek")["messages"]
        return next((m for m in messages if m["keys"] == ["elsewhere/operator.jpg"]), None)

    message = wait_for("dead letter of the foreign key", look)
    assert message["reason"] == "foreign_source"
    assert message["detail"].startswith("this function processes only")
    assert message["received"] > 1
    pipeline.dead_letter("elsewhere/operator.jpg")


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 2, done.stdout
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line


def test_an_endpoint_that_does_not_answer_is_told_within_seconds(operator: Operator) -> None:
    started = time.monotonic()
    line = one_line(
        operator.run("audit", "--yes", environment={"AWS_ENDPOINT_URL": "http://127.0.0.1:1"})
    )
    assert "cannot list" in line
    assert "http://127.0.0.1:1" in line
    assert time.monotonic() - started < 20


COMMANDS: list[tuple[list[str], str]] = [
    (["audit", "--yes"], "s3:ListBucket"),
    (["audit", "--fix", "--yes"], "sqs:GetQueueAttributes"),
    (["backfill", "--yes"], "sqs:GetQueueAttributes"),
    (["dlq", "peek"], "sqs:GetQueueAttributes"),
    (["dlq", "redrive"], "sqs:GetQueueAttributes"),
]


@pytest.fixture(scope="module")
def powerless(pipeline: Pipeline) -> Iterator[dict[str, str]]:
    """The credentials of a user who may do nothing."""
    iam = pipeline.endpoint.client("iam")
    iam.create_user(UserName="powerless")
    key = iam.create_access_key(UserName="powerless")["AccessKey"]
    yield {
        "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
    }
    iam.delete_access_key(UserName="powerless", AccessKeyId=key["AccessKeyId"])
    iam.delete_user(UserName="powerless")


@pytest.mark.enforced_iam
@pytest.mark.parametrize(("command", "needs"), COMMANDS)
def test_a_missing_permission_is_named(
    operator: Operator, powerless: dict[str, str], command: list[str], needs: str
) -> None:
    line = one_line(operator.run(*command, environment=powerless))
    assert f"access denied; the command needs {needs}" in line
