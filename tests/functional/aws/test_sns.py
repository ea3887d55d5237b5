"""The SNS adapter on moto."""

from __future__ import annotations

import json

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws

from thumbnailer.aws import client as aws
from thumbnailer.aws.sns import SnsTopic
from thumbnailer.results.notice import Notice
from thumbnailer.settling.ports import StoreError

NOTICE = Notice('{"version": 1}', {"outcome": "rejected", "reason": "corrupt"})


@mock_aws
def test_a_queue_that_is_subscribed_gets_what_it_filters_for() -> None:
    sqs = boto3.client("sqs")
    topic = SnsTopic(
        aws.client("sns", 1), boto3.client("sns").create_topic(Name="ready")["TopicArn"]
    )
    queues = {}
    for outcome in ("rejected", "settled"):
        queues[outcome] = sqs.create_queue(QueueName=outcome)["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=queues[outcome], AttributeNames=["QueueArn"])
        topic.client.subscribe(
            TopicArn=topic.arn,
            Protocol="sqs",
            Endpoint=arn["Attributes"]["QueueArn"],
            Attributes={"FilterPolicy": json.dumps({"outcome": [outcome]})},
        )
    topic.publish(NOTICE)
    (message,) = sqs.receive_message(QueueUrl=queues["rejected"])["Messages"]
    body = json.loads(message["Body"])
    assert body["Message"] == NOTICE.body
    assert body["MessageAttributes"]["reason"]["Value"] == "corrupt"
    assert "Messages" not in sqs.receive_message(QueueUrl=queues["settled"])


def test_errors_carry_their_code() -> None:
    client = boto3.client("sns")
    with Stubber(client) as stubber:
        stubber.add_client_error("publish", "Throttled", "no", 429)
        with pytest.raises(StoreError, match="no") as error:
            SnsTopic(client, "arn:aws:sns:eu-central-1:123456789012:ready").publish(NOTICE)
    assert error.value.code == "Throttled"
