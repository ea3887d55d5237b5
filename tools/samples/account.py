"""A deployment in an account of moto's, and its outputs as Terraform prints them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
from moto import mock_aws
from typer.testing import CliRunner, Result

from thumbnailer.config.recipe import Recipe
from thumbnailer.results.objects import Origin
from thumbnailer.triggers.s3_events import hints_in
from thumbnailer_cli.main import app
from tools.samples.messages import REGION
from tools.samples.recipes import THUMB, made

BUCKET = "pictures"
GROUP = "/aws/lambda/blog"
RECIPE = {"variants": {"thumb": THUMB}}


@dataclass
class Account:
    """The clients, and what `terraform output -json` says.

    Attributes:
        folder: for files.
        outputs: name and value.
    """

    folder: Path
    outputs: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.s3 = boto3.client("s3", REGION)
        self.sqs = boto3.client("sqs", REGION)
        self.logs = boto3.client("logs", REGION)
        self.create_bucket(BUCKET)
        queue, dead = (self.sqs.create_queue(QueueName=n)["QueueUrl"] for n in ("up", "up-dlq"))
        self.logs.create_log_group(logGroupName=GROUP)
        self.logs.create_log_stream(logGroupName=GROUP, logStreamName="stream")
        self.outputs = {
            "bucket_name": BUCKET,
            "uploads_prefix": "uploads/",
            "recipe": json.dumps(RECIPE),
            "queue_url": queue,
            "queue_arn": f"arn:aws:sqs:{REGION}:123456789012:up",
            "dead_letter_queue_url": dead,
            "dead_letter_queue_arn": f"arn:aws:sqs:{REGION}:123456789012:up-dlq",
            "log_group_name": GROUP,
        }

    @property
    def recipe(self) -> Recipe:
        """The recipe that the outputs name."""
        return made(json.loads(self.outputs["recipe"]))

    @property
    def destination(self) -> str:
        """The bucket of the outputs."""
        return str(self.outputs.get("destination_bucket_name") or BUCKET)

    def create_bucket(self, name: str) -> None:
        """Create a bucket."""
        place: Any = {"LocationConstraint": REGION}
        self.s3.create_bucket(Bucket=name, CreateBucketConfiguration=place)

    def config(self) -> str:
        """The outputs in a file."""
        path = self.folder / "outputs.json"
        path.write_text(json.dumps({n: {"value": v} for n, v in self.outputs.items()}))
        return str(path)

    def run(self, *command: str, stdin: str | None = None) -> Result:
        """Run a command of this deployment."""
        return CliRunner().invoke(app, [*command, "--config", self.config()], input=stdin)

    def document(self, *command: str, exit_code: int = 0) -> dict[str, Any]:
        """What a command says as JSON."""
        result = self.run(*command, "--json")
        assert result.exit_code == exit_code, result.output
        document: dict[str, Any] = json.loads(result.stdout)
        return document

    def upload(self, key: str, data: bytes = b"picture") -> str:
        """Upload a source; gives its ETag."""
        return self.s3.put_object(Bucket=BUCKET, Key=key, Body=data)["ETag"].strip('"')

    def upload_numbered(self, number: int) -> list[str]:
        """Upload so many sources; gives their keys in order."""
        keys = [f"uploads/{n:03}.jpg" for n in range(number)]
        for key in keys:
            self.upload(key)
        return keys

    def settle(self, key: str, etag: str | None = None, variant_id: str | None = None) -> list[str]:
        """Write the outputs of a source as the function would; gives their keys."""
        if etag is None:
            etag = self.s3.head_object(Bucket=BUCKET, Key=key)["ETag"].strip('"')
        prefix = self.outputs["uploads_prefix"]
        recipe, keys = self.recipe, []
        for variant in recipe.variants_for(key, prefix):
            keys.append(variant.key.output_key(key, prefix))
            made_by = variant_id or recipe.variant_ids[variant.name]
            self.write(keys[-1], Origin(etag, variant_id=made_by))
        return keys

    def reject(self, key: str, etag: str | None = None, recipe_id: str | None = None) -> str:
        """Write the report on a source as the function would; gives its key."""
        if etag is None:
            etag = self.s3.head_object(Bucket=BUCKET, Key=key)["ETag"].strip('"')
        report = f"{self.outputs['rejected_prefix']}{key}.json"
        self.write(report, Origin(etag, recipe_id=recipe_id or self.recipe.id))
        return report

    def write(self, key: str, origin: Origin) -> None:
        """Write an object with the metadata of an output."""
        named = zip(("source-etag", "variant-id", "recipe-id"), origin, strict=True)
        metadata = {name: value for name, value in named if value}
        self.s3.put_object(Bucket=self.destination, Key=key, Body=b"made", Metadata=metadata)

    def log(self, line: Mapping[str, Any]) -> None:
        """Write a line to the function's log."""
        self.logs.put_log_events(
            logGroupName=GROUP,
            logStreamName="stream",
            logEvents=[{"timestamp": int(time.time() * 1000), "message": json.dumps(line)}],
        )

    def stored(self, bucket: str = BUCKET) -> set[str]:
        """What lies in a bucket."""
        answer = self.s3.list_objects_v2(Bucket=bucket)
        return {listed["Key"] for listed in answer.get("Contents", [])}

    def send(self, *bodies: str, dead: bool = False) -> list[str]:
        """Put messages into the queue, or the dead-letter queue; gives their ids."""
        url = self.outputs["dead_letter_queue_url" if dead else "queue_url"]
        return [self.sqs.send_message(QueueUrl=url, MessageBody=b)["MessageId"] for b in bodies]

    def bodies(self, *, dead: bool = False) -> list[str]:
        """What can be received from a queue now; it is consumed."""
        return [message["Body"] for message in self._received(dead=dead)]

    def groups(self) -> list[str | None]:
        """The message group of each message that the queue has now; they are consumed."""
        return [message["Attributes"].get("MessageGroupId") for message in self._received()]

    def _received(self, *, dead: bool = False) -> list[Any]:
        url = self.outputs["dead_letter_queue_url" if dead else "queue_url"]
        found = []
        while messages := self.sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"]
        ).get("Messages"):
            for message in messages:
                found.append(message)
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return found

    def enqueued(self) -> list[str]:
        """The keys that the queue's messages name, in alphabetical order; they are consumed."""
        return sorted(hint.source.key for body in self.bodies() for hint in hints_in(body, BUCKET))


@contextmanager
def account(folder: Path) -> Iterator[Account]:
    """An account with an empty deployment."""
    with mock_aws():
        yield Account(folder)
