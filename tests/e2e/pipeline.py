"""An applied example as its users see it: upload, wait, look."""

from __future__ import annotations

import json
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any, TypeVar

from botocore.exceptions import ClientError

from tools.local_aws import log_lines
from tools.local_aws.endpoint import Endpoint
from tools.samples.messages import s3_record

PATIENCE_SECONDS = 45.0
T = TypeVar("T")


def wait_for(what: str, look: Callable[[], T | None], patience: float = PATIENCE_SECONDS) -> T:
    """Look until there is something to see; fail by name when there never is."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        seen = look()
        if seen:
            return seen
        time.sleep(0.05)
    raise AssertionError(f"no {what} in {patience:.0f} seconds")


class Pipeline:
    """The bucket, the queues and the function of one deployment."""

    def __init__(self, endpoint: Endpoint, outputs: dict[str, Any]) -> None:
        self.endpoint, self.outputs = endpoint, outputs
        self.s3, self.sqs = endpoint.client("s3"), endpoint.client("sqs")
        self.logs, self.functions = endpoint.client("logs"), endpoint.client("lambda")
        self.bucket: str = outputs["bucket_name"]
        self.destination: str = outputs["destination_bucket_name"]
        self.queue: str = outputs["queue_url"]
        self.dead_letters: str = outputs["dead_letter_queue_url"]

    def upload(self, key: str, data: bytes) -> str:
        """Upload a source; gives its ETag without quotes."""
        answer = self.s3.put_object(Bucket=self.bucket, Key=key, Body=data)
        return str(answer["ETag"]).strip('"')

    def all_lines(self) -> list[dict[str, Any]]:
        """The function's log lines, oldest first."""
        return list(log_lines.read(self.logs, self.outputs["log_group_name"]))

    def lines(self, key: str) -> list[dict[str, Any]]:
        """The function's log lines about a source, oldest first."""
        return [line for line in self.all_lines() if line.get("key") == key]

    def line(self, key: str, number: int = 1) -> dict[str, Any]:
        """Wait for the log line of a source, the second or third one if asked."""

        def look() -> dict[str, Any] | None:
            lines = self.lines(key)
            return lines[number - 1] if len(lines) >= number else None

        return wait_for(f"log line {number} about {key}", look)

    def get(self, key: str) -> dict[str, Any] | None:
        """An output with its body read, None when absent."""
        try:
            answer = self.s3.get_object(Bucket=self.destination, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchKey":
                return None
            raise
        return {**answer, "Body": answer["Body"].read()}

    def send(self, *bodies: str) -> None:
        """Put messages into the queue, all in one request."""
        entries = [{"Id": str(n), "MessageBody": body} for n, body in enumerate(bodies)]
        answer = self.sqs.send_message_batch(QueueUrl=self.queue, Entries=entries)
        assert not answer.get("Failed")

    def event(self, *keys: str) -> str:
        """The message S3 would send about these keys."""
        return json.dumps({"Records": [s3_record(key, self.bucket) for key in keys]})

    def waiting(self) -> int:
        """How many messages the queue holds, visible or in flight."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        answer = self.sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=names)
        return sum(int(answer["Attributes"][name]) for name in names)

    def dead_letter(self, part: str) -> str:
        """Wait for a dead letter whose body holds some text, and take it out of the queue."""

        def look() -> str | None:
            answer = self.sqs.receive_message(
                QueueUrl=self.dead_letters,
                MaxNumberOfMessages=10,
                VisibilityTimeout=1,
                WaitTimeSeconds=1,
            )
            for message in answer.get("Messages", []):
                if part in message["Body"]:
                    self.sqs.delete_message(
                        QueueUrl=self.dead_letters, ReceiptHandle=message["ReceiptHandle"]
                    )
                    return str(message["Body"])
            return None

        return wait_for(f"dead letter with {part}", look)

    def as_function(self, service: str) -> Any:
        """A client with the credentials of the function's role."""
        answer = self.endpoint.client("sts").assume_role(
            RoleArn=self.outputs["role_arn"], RoleSessionName="test"
        )
        keys = answer["Credentials"]
        return self.endpoint.client(
            service, keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]
        )

    def status(self, request: urllib.request.Request) -> int:
        """Send a request as a browser would, without credentials; gives the status."""
        bundle = self.endpoint.ca_bundle
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPSHandler(
                context=ssl.create_default_context(cafile=str(bundle) if bundle else None)
            ),
        )
        try:
            with opener.open(request, timeout=PATIENCE_SECONDS) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return int(error.code)

    def queue_attributes(self) -> dict[str, str]:
        """When messages come back, and when they are given up."""
        answer = self.sqs.get_queue_attributes(
            QueueUrl=self.queue, AttributeNames=["VisibilityTimeout", "RedrivePolicy"]
        )
        return dict(answer["Attributes"])

    def set_queue_attributes(self, **attributes: str) -> None:
        """Change them behind Terraform's back."""
        self.sqs.set_queue_attributes(QueueUrl=self.queue, Attributes=attributes)
