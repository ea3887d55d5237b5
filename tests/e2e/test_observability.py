"""Alarms go off above their threshold and not at it, and tell whom they should.

The emulator judges an alarm the moment a value comes, over all of its periods, and does not look at
dimensions; it forgets the queries of the alarms for shares. Both are tested by the plan's text
(tests/terraform/test_observability.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.pipeline import wait_for
from tools.local_aws.deployment import Deployment, fresh_state
from tools.local_aws.endpoint import Endpoint
from tools.paths import ROOT

FIXTURE = ROOT / "tests/terraform/fixtures/observability"

# Of each alarm for one metric: the highest value that is well, and what is not.
METRIC_ALARMS = {
    "dead-letters": (0.0, 1.0),
    "oldest-message": (1080.0, 1081.0),
    "errors": (0.0, 1.0),
    "throttles": (0.0, 1.0),
    "duration": (48000.0, 48001.0),
}
SHARE_ALARMS = {"failed", "rejected"}

pytestmark = pytest.mark.own_emulator


class Pager:
    """A queue that gets what the alarms tell."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.sns, self.sqs = endpoint.client("sns"), endpoint.client("sqs")
        self.topic: str = self.sns.create_topic(Name="pager-e2e")["TopicArn"]
        self.queue: str = self.sqs.create_queue(QueueName="pager-e2e")["QueueUrl"]
        names = ["QueueArn"]
        found = self.sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=names)
        arn = found["Attributes"]["QueueArn"]
        policy = {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "sns.amazonaws.com"},
                    "Action": "sqs:SendMessage",
                    "Resource": arn,
                    "Condition": {"ArnEquals": {"aws:SourceArn": self.topic}},
                }
            ],
        }
        attributes = {"Policy": json.dumps(policy)}
        self.sqs.set_queue_attributes(QueueUrl=self.queue, Attributes=attributes)
        self.sns.subscribe(TopicArn=self.topic, Protocol="sqs", Endpoint=arn)
        self.heard: list[dict[str, Any]] = []

    def wait(self, alarm: str, state: str) -> dict[str, Any]:
        """Wait until an alarm tells of a state."""

        def look() -> dict[str, Any] | None:
            answer = self.sqs.receive_message(
                QueueUrl=self.queue, MaxNumberOfMessages=10, WaitTimeSeconds=1
            )
            for message in answer.get("Messages", []):
                self.heard.append(json.loads(json.loads(message["Body"])["Message"]))
                self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
            for told in self.heard:
                if (told["AlarmName"], told["NewStateValue"]) == (alarm, state):
                    return told
            return None

        return wait_for(f"{state} of {alarm}", look)

    def close(self) -> None:
        self.sns.delete_topic(TopicArn=self.topic)
        self.sqs.delete_queue(QueueUrl=self.queue)


@pytest.fixture(scope="module")
def pager(aws: Endpoint) -> Iterator[Pager]:
    pager = Pager(aws)
    yield pager
    pager.close()


@pytest.fixture(scope="module")
def watched(aws: Endpoint, pager: Pager) -> Iterator[Deployment]:
    state = fresh_state("observability-e2e")
    variables = {"alarm_actions": json.dumps([pager.topic])}
    deployment = Deployment(aws, FIXTURE, state, variables)
    try:
        deployment.apply()
        yield deployment
    finally:
        deployment.destroy()


@pytest.fixture(scope="module")
def cloudwatch(aws: Endpoint) -> Any:
    return aws.client("cloudwatch")


@pytest.fixture(scope="module")
def alarms(watched: Deployment, cloudwatch: Any) -> dict[str, dict[str, Any]]:
    """What CloudWatch knows of the alarms, by their short names."""
    names: dict[str, str] = watched.outputs()["alarm_names"]
    answer = cloudwatch.describe_alarms(AlarmNames=list(names.values()))
    found = {alarm["AlarmName"]: alarm for alarm in answer["MetricAlarms"]}
    return {short: found[name] for short, name in names.items()}


def test_every_alarm_tells_both_ways(pager: Pager, alarms: dict[str, dict[str, Any]]) -> None:
    assert set(alarms) == set(METRIC_ALARMS) | SHARE_ALARMS
    for alarm in alarms.values():
        assert alarm["ActionsEnabled"]
        assert alarm["AlarmActions"] == alarm["OKActions"] == [pager.topic]


@pytest.mark.parametrize("name", METRIC_ALARMS)
def test_goes_off_above_its_threshold(
    cloudwatch: Any, pager: Pager, alarms: dict[str, dict[str, Any]], name: str
) -> None:
    alarm = alarms[name]
    well, unwell = METRIC_ALARMS[name]

    def send(value: float) -> None:
        data = {
            "MetricName": alarm["MetricName"],
            "Dimensions": alarm["Dimensions"],
            "Value": value,
        }
        cloudwatch.put_metric_data(Namespace=alarm["Namespace"], MetricData=[data])

    send(well)
    pager.wait(alarm["AlarmName"], "OK")
    send(unwell)
    told = pager.wait(alarm["AlarmName"], "ALARM")
    assert told["AlarmDescription"].endswith(f" What to do: docs/operations.md#{name}")


def test_the_dashboard_shows_the_alarms_there_are(
    watched: Deployment, cloudwatch: Any, alarms: dict[str, dict[str, Any]]
) -> None:
    name = watched.outputs()["dashboard_name"]
    body = json.loads(cloudwatch.get_dashboard(DashboardName=name)["DashboardBody"])
    [widget] = [widget for widget in body["widgets"] if widget["type"] == "alarm"]
    assert sorted(widget["properties"]["alarms"]) == sorted(
        alarm["AlarmArn"] for alarm in alarms.values()
    )
