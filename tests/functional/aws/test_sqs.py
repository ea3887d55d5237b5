"""The SQS adapter that says when messages come back, on moto."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws

from thumbnailer.aws.sqs import SqsVisibility
from thumbnailer.settling.ports import StoreError


class Queue:
    """A queue of which all messages have been received, and who changes when they come back."""

    def __init__(self, messages: int) -> None:
        self.sqs = boto3.client("sqs")
        self.url = self.sqs.create_queue(QueueName="uploads")["QueueUrl"]
        attributes = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["QueueArn"])
        self.arn = attributes["Attributes"]["QueueArn"]
        for number in range(messages):
            self.sqs.send_message(QueueUrl=self.url, MessageBody=str(number))
        self.handles = {m["Body"]: m["ReceiptHandle"] for m in self.receive()}
        self.requests: list[str] = []
        self.connections: list[Any] = []

    def connect(self) -> Any:
        client = boto3.client("sqs")
        client.meta.events.register("before-call.sqs", self._note)
        self.connections.append(client)
        return client

    def receive(self) -> list[Any]:
        """All that are visible."""
        received: list[Any] = []
        while some := self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10).get(
            "Messages"
        ):
            received += some
        return received

    def _note(self, model: Any, **_: Any) -> None:
        self.requests.append(model.name)


@pytest.fixture
def queue() -> Iterator[Queue]:
    with mock_aws():
        yield Queue(25)


def always() -> bool:
    return True


def test_messages_come_back_when_they_are_told_to(queue: Queue) -> None:
    visibility = SqsVisibility(queue.connect)
    seconds = {handle: 0 if int(body) % 2 else 600 for body, handle in queue.handles.items()}
    visibility.change(queue.arn, seconds, always)
    assert {m["Body"] for m in queue.receive()} == {str(n) for n in range(1, 25, 2)}
    # Ten at a time.
    assert queue.requests == ["GetQueueUrl", *["ChangeMessageVisibilityBatch"] * 3]


def test_the_client_is_made_once_and_only_when_it_is_needed(queue: Queue) -> None:
    visibility = SqsVisibility(queue.connect)
    assert queue.connections == []
    for _ in range(2):
        visibility.change(queue.arn, {queue.handles["0"]: 30}, always)
    assert len(queue.connections) == 1
    assert queue.requests.count("GetQueueUrl") == 1


def test_no_request_is_begun_that_there_is_no_time_for(queue: Queue) -> None:
    looks = iter([True, False])
    with pytest.raises(StoreError, match="no time for 15 messages") as error:
        SqsVisibility(queue.connect).change(
            queue.arn, dict.fromkeys(queue.handles.values(), 0), lambda: next(looks)
        )
    assert error.value.code == "out_of_time"
    assert len(queue.receive()) == 10


def test_one_message_that_cannot_be_changed_is_told(queue: Queue) -> None:
    good = queue.handles["0"]
    with pytest.raises(StoreError) as error:
        SqsVisibility(queue.connect).change(queue.arn, {"no handle": 0, good: 0}, always)
    assert error.value.code == "ReceiptHandleIsInvalid"
    assert [m["Body"] for m in queue.receive()] == ["0"]


def test_a_refusal_is_a_store_error() -> None:
    client = boto3.client("sqs")
    with Stubber(client) as stubber:
        stubber.add_client_error("get_queue_url", "AccessDenied", "no", 403)
        with pytest.raises(StoreError) as error:
            SqsVisibility(lambda: client).change("arn:aws:sqs:r:1:uploads", {"h": 0}, always)
    assert error.value.code == "AccessDenied"


def test_its_own_client_tries_once_and_not_for_long() -> None:
    visibility = SqsVisibility()
    config: Any = visibility._sqs.meta.config
    assert config.retries["total_max_attempts"] == 1
    assert config.connect_timeout + config.read_timeout < 5
