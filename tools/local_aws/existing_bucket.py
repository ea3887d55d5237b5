"""Plays the owner of the bucket in examples/existing-bucket: what is there before it is applied."""

import contextlib
import json
from dataclasses import dataclass
from typing import Any

from tools.local_aws.endpoint import Endpoint


@dataclass(frozen=True)
class ExistingBucket:
    """A bucket of somebody else, which reports documents to a queue and scans to a topic.

    Attributes:
        endpoint: where it is.
        name: of the bucket; queue and topic are called after it.
    """

    endpoint: Endpoint
    name: str

    def create(self) -> dict[str, str]:
        """Make the bucket, its queue and its topic, if need be.

        Returns:
            The variables of the example that name them.
        """
        self._s3.create_bucket(Bucket=self.name)
        topic = str(self._sns.create_topic(Name=self.name)["TopicArn"])
        self._sns.set_topic_attributes(
            TopicArn=topic,
            AttributeName="Policy",
            AttributeValue=self._lets_s3("sns:Publish", topic),
        )
        url = self._sqs.create_queue(QueueName=self.name)["QueueUrl"]
        policy = self._lets_s3("sqs:SendMessage", self._queue_arn())
        self._sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
        self.notify(self.configuration())
        return {"bucket_name": self.name, "upload_topic_arn": topic}

    def configuration(self) -> dict[str, Any]:
        """The notification configuration that the bucket begins with."""
        documents = {"Id": "documents", "QueueArn": self._queue_arn()}
        scans = {"Id": "scans", "TopicArn": self._sns.create_topic(Name=self.name)["TopicArn"]}
        created = {"Events": ["s3:ObjectCreated:*"]}
        return {
            "QueueConfigurations": [documents | created | {"Filter": _filter("documents/")}],
            "TopicConfigurations": [scans | created | {"Filter": _filter("scans/")}],
            "EventBridgeConfiguration": {},
        }

    def heard(self) -> list[str]:
        """What has arrived in the owner's queue and was not yet looked at."""
        url = self._sqs.get_queue_url(QueueName=self.name)["QueueUrl"]
        answer = self._sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        return [message["Body"] for message in answer.get("Messages", [])]

    def notifications(self) -> dict[str, Any]:
        """The bucket's notification configuration, with filter rules as they are written.

        S3 and others answer `Prefix` where `prefix` was written, and take both.
        """
        answer = self._s3.get_bucket_notification_configuration(Bucket=self.name)
        parts = {name: part for name, part in answer.items() if name != "ResponseMetadata"}
        for part in parts.values():
            for entry in part if isinstance(part, list) else ():
                for rule in entry.get("Filter", {}).get("Key", {}).get("FilterRules", []):
                    rule["Name"] = rule["Name"].lower()
        return parts

    def notify(self, configuration: dict[str, Any]) -> None:
        """Replace the bucket's notification configuration."""
        self._s3.put_bucket_notification_configuration(
            Bucket=self.name, NotificationConfiguration=configuration
        )

    def add(self, entries: list[dict[str, Any]]) -> None:
        """Add what the module's output `notification_entries` asks for."""
        configuration = self.notifications()
        configuration["QueueConfigurations"] = [
            *configuration.get("QueueConfigurations", []),
            *(
                {
                    "Id": entry["id"],
                    "QueueArn": entry["queue_arn"],
                    "Events": entry["events"],
                    "Filter": _filter(entry["filter_prefix"], entry["filter_suffix"]),
                }
                for entry in entries
            ),
        ]
        self.notify(configuration)

    def remove(self) -> None:
        """Delete all of it."""
        with contextlib.suppress(self._s3.exceptions.NoSuchBucket):
            for page in self._s3.get_paginator("list_objects_v2").paginate(Bucket=self.name):
                for item in page.get("Contents", []):
                    self._s3.delete_object(Bucket=self.name, Key=item["Key"])
            self._s3.delete_bucket(Bucket=self.name)
        with contextlib.suppress(self._sqs.exceptions.QueueDoesNotExist):
            url = self._sqs.get_queue_url(QueueName=self.name)["QueueUrl"]
            self._sqs.delete_queue(QueueUrl=url)
        topic = self._sns.create_topic(Name=self.name)["TopicArn"]
        self._sns.delete_topic(TopicArn=topic)

    @property
    def _s3(self) -> Any:
        return self.endpoint.client("s3")

    @property
    def _sns(self) -> Any:
        return self.endpoint.client("sns")

    @property
    def _sqs(self) -> Any:
        return self.endpoint.client("sqs")

    def _queue_arn(self) -> str:
        url = self._sqs.get_queue_url(QueueName=self.name)["QueueUrl"]
        answer = self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        return str(answer["Attributes"]["QueueArn"])

    def _lets_s3(self, action: str, resource: str) -> str:
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "s3.amazonaws.com"},
            "Action": action,
            "Resource": resource,
            "Condition": {"ArnLike": {"aws:SourceArn": f"arn:aws:s3:::{self.name}"}},
        }
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _filter(prefix: str, suffix: str = "") -> dict[str, Any]:
    rules = [{"Name": "prefix", "Value": prefix}, {"Name": "suffix", "Value": suffix}]
    return {"Key": {"FilterRules": [rule for rule in rules if rule["Value"]]}}
