"""The requests of the commands to AWS; nothing else here imports boto3."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from thumbnailer.aws.client import error_code
from thumbnailer.aws.s3 import ABSENT, REFUSED, origin_of, unquoted
from thumbnailer.results.objects import Origin
from thumbnailer_cli.shared.aws_errors import one_line, told

if TYPE_CHECKING:
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ListObjectsV2RequestPaginateTypeDef
    from mypy_boto3_sqs import SQSClient

T = TypeVar("T")

# Requests at a time. S3 takes 5,500 HEADs a second for each prefix.
CONNECTIONS = 32
# SQS takes and gives at most so many messages in a request.
BATCH = 10
# For messages that SQS has and does not find at once.
_WAIT_SECONDS = 1
# Patterns have at most 1,024 characters, and an alternative with an id about 58:
# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
_IDS_PER_PATTERN = 15

# What endpoints answer that cannot move messages themselves.
_CANNOT_MOVE = {
    "InvalidAction",
    "UnsupportedOperation",
    "AWS.SimpleQueueService.UnsupportedOperation",
    "NotImplemented",
    "UnknownOperationException",
}


@dataclass(frozen=True)
class Listed:
    """One object of a listing; the ETag without quotes, the time in seconds since 1970."""

    key: str
    etag: str
    size: int
    modified: float


@dataclass(frozen=True)
class Head:
    """What a HEAD tells: the ETag, and what the object was made from."""

    etag: str
    origin: Origin


@dataclass(frozen=True)
class Letter:
    """One received message.

    Attributes:
        message_id: of the message.
        body: of the message.
        received: how often it was, this time included.
        sent: when it first came to a queue.
        handle: what it is deleted with.
    """

    message_id: str
    body: str
    received: int
    sent: datetime
    handle: str = field(repr=False)


@dataclass(frozen=True)
class Unsent:
    """An entry of a batch that the queue did not take."""

    number: int
    why: str
    hopeless: bool


@dataclass(frozen=True)
class Move:
    """How far a message move task is.

    Attributes:
        status: RUNNING, COMPLETED, CANCELLING, CANCELLED or FAILED.
        moved: messages so far.
        destination: the ARN of the queue that they go to; None for the one that they came from.
        failure: why it failed.
        handle: what it is cancelled with; None when it does not run.
    """

    status: str
    moved: int
    destination: str | None = None
    failure: str | None = None
    handle: str | None = field(default=None, repr=False)

    @property
    def runs(self) -> bool:
        """Whether it has not ended yet."""
        return self.status in ("RUNNING", "CANCELLING")


class CannotMove(Exception):
    """The endpoint does not move messages; the text is its answer."""


class Aws:
    """S3, SQS and CloudWatch Logs, as far as the commands need them.

    Credentials, endpoint and, where none is given, the region are those that boto3 finds.
    """

    def __init__(self, region: str | None = None) -> None:
        # An endpoint that does not answer is told within seconds.
        config = Config(
            connect_timeout=2,
            read_timeout=15,
            retries={"mode": "standard", "total_max_attempts": 4},
            max_pool_connections=CONNECTIONS,
        )
        with told("cannot begin"):
            session = boto3.session.Session(region_name=region)
            self._s3: S3Client = session.client("s3", config=config)
            self._sqs: SQSClient = session.client("sqs", config=config)
            self._logs: CloudWatchLogsClient = session.client("logs", config=config)

    def list_pages(
        self, bucket: str, prefix: str, after: str = "", page_size: int = 1000
    ) -> Iterator[list[Listed]]:
        """The objects below a prefix in the order of their keys, a request's worth at a time.

        Args:
            bucket: of the objects.
            prefix: of their keys.
            after: only keys behind this one.
            page_size: keys that a request gives at most.
        """
        request: ListObjectsV2RequestPaginateTypeDef = {
            "Bucket": bucket,
            "Prefix": prefix,
            "PaginationConfig": {"PageSize": page_size},
        }
        if after:
            request["StartAfter"] = after
        pages = iter(self._s3.get_paginator("list_objects_v2").paginate(**request))
        while True:
            with told(
                f"cannot list s3://{bucket}/{prefix}", f"s3:ListBucket on the bucket {bucket}"
            ):
                page = next(pages, None)
            if page is None:
                return
            yield [
                Listed(o["Key"], unquoted(o["ETag"]), o["Size"], o["LastModified"].timestamp())
                for o in page.get("Contents", [])
            ]

    def head(self, bucket: str, key: str) -> Head | None:
        """HEAD an object; None when there is none."""
        with told(
            f"cannot look at s3://{bucket}/{key}", f"s3:GetObject and s3:ListBucket on {bucket}"
        ):
            try:
                head = self._s3.head_object(Bucket=bucket, Key=key)
            except ClientError as error:
                if error_code(error) in ABSENT:
                    return None
                raise
        return Head(unquoted(head["ETag"]), origin_of(head["Metadata"]))

    def delete(self, bucket: str, key: str, etag: str) -> bool:
        """Delete exactly the object that was seen; False when another or none is there by now."""
        with told(f"cannot delete s3://{bucket}/{key}", f"s3:DeleteObject on {bucket}"):
            try:
                self._s3.delete_object(Bucket=bucket, Key=key, IfMatch=f'"{etag}"')
            except ClientError as error:
                if error_code(error) in REFUSED:
                    return False
                raise
        return True

    def queue(self, url: str) -> dict[str, str]:
        """The attributes of a queue, which has to be there."""
        with told(f"cannot look at the queue {url}", "sqs:GetQueueAttributes on the queue"):
            answer = self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
        return {str(name): value for name, value in answer["Attributes"].items()}

    def send(self, url: str, bodies: Sequence[str]) -> list[Unsent]:
        """Send up to ten messages in a request; gives those that the queue did not take."""
        with told(f"cannot send to the queue {url}", "sqs:SendMessage on the queue"):
            answer = self._sqs.send_message_batch(
                QueueUrl=url,
                Entries=[{"Id": str(n), "MessageBody": body} for n, body in enumerate(bodies)],
            )
        return [
            Unsent(
                int(failed["Id"]),
                f"{failed.get('Code')}: {failed.get('Message', '')}",
                failed.get("SenderFault", False),
            )
            for failed in answer.get("Failed", [])
        ]

    def receive(self, url: str, hidden: int) -> list[Letter]:
        """Up to ten messages, which stay hidden from others for some seconds."""
        with told(f"cannot read the queue {url}", "sqs:ReceiveMessage on the queue"):
            answer = self._sqs.receive_message(
                QueueUrl=url,
                MaxNumberOfMessages=BATCH,
                VisibilityTimeout=hidden,
                WaitTimeSeconds=_WAIT_SECONDS,
                MessageSystemAttributeNames=["All"],
            )
        return [
            Letter(
                message["MessageId"],
                message["Body"],
                int(message["Attributes"]["ApproximateReceiveCount"]),
                datetime.fromtimestamp(int(message["Attributes"]["SentTimestamp"]) / 1000, UTC),
                message["ReceiptHandle"],
            )
            for message in answer.get("Messages", [])
        ]

    def release(self, url: str, letters: Sequence[Letter]) -> None:
        """Let received messages be received again at once."""
        for batch in _batches(letters):
            with told(f"cannot release messages of {url}", "sqs:ChangeMessageVisibility"):
                # One that cannot be released comes back by itself when its time is over.
                self._sqs.change_message_visibility_batch(
                    QueueUrl=url,
                    Entries=[
                        {"Id": str(n), "ReceiptHandle": letter.handle, "VisibilityTimeout": 0}
                        for n, letter in enumerate(batch)
                    ],
                )

    def remove(self, url: str, letters: Sequence[Letter]) -> list[str]:
        """Delete received messages, up to ten; gives an error code for each that is still there."""
        with told(f"cannot delete messages of {url}", "sqs:DeleteMessage on the queue"):
            answer = self._sqs.delete_message_batch(
                QueueUrl=url,
                Entries=[
                    {"Id": str(n), "ReceiptHandle": letter.handle}
                    for n, letter in enumerate(letters)
                ],
            )
        return [str(failed.get("Code")) for failed in answer.get("Failed", [])]

    def start_move(self, source_arn: str, destination_arn: str, rate: int | None) -> None:
        """Start to move all messages of a dead-letter queue.

        Raises:
            CannotMove: when the endpoint has no such thing.
        """
        needs = (
            "sqs:StartMessageMoveTask, ReceiveMessage and DeleteMessage on the dead-letter queue,"
            " and sqs:SendMessage on the queue"
        )
        limit = {"MaxNumberOfMessagesPerSecond": rate} if rate else {}
        with told(f"cannot move the messages of {source_arn}", needs):
            try:
                self._sqs.start_message_move_task(
                    SourceArn=source_arn, DestinationArn=destination_arn, **limit
                )
            except ClientError as error:
                if error_code(error) in _CANNOT_MOVE:
                    raise CannotMove(one_line(error)) from None
                raise

    def move(self, source_arn: str) -> Move | None:
        """How far the newest move task of a dead-letter queue is; None when there was none."""
        with told(
            f"cannot see whether messages of {source_arn} are being moved",
            "sqs:ListMessageMoveTasks on the dead-letter queue",
        ):
            answer = self._sqs.list_message_move_tasks(SourceArn=source_arn, MaxResults=1)
        for task in answer.get("Results", []):
            return Move(
                task.get("Status", "RUNNING"),
                task.get("ApproximateNumberOfMessagesMoved", 0),
                task.get("DestinationArn"),
                task.get("FailureReason"),
                task.get("TaskHandle"),
            )
        return None

    def cancel_move(self, handle: str) -> int:
        """Stop a running move task; gives about how many messages it has moved."""
        with told("cannot cancel the move", "sqs:CancelMessageMoveTask on the dead-letter queue"):
            answer = self._sqs.cancel_message_move_task(TaskHandle=handle)
        return answer.get("ApproximateNumberOfMessagesMoved", 0)

    def log_lines(
        self, group: str, message_ids: Sequence[str], since: datetime
    ) -> Iterator[Mapping[str, Any]]:
        """The function's log lines about some messages, oldest first for each message."""
        for ids in _batches(message_ids, _IDS_PER_PATTERN):
            pattern = " || ".join(f'($.message_id = "{i}")' for i in ids)
            for page in self._log_pages(group, f"{{ {pattern} }}", since):
                # Emulators do not know every pattern.
                yield from (line for line in page if line.get("message_id") in ids)

    def rejections(
        self, group: str, recipe_id: str, since: datetime
    ) -> Iterator[list[Mapping[str, Any]]]:
        """The function's log lines about sources that a recipe rejected, a request's at a time."""
        pattern = f'{{ $.outcome = "rejected" && $.recipe_id = "{recipe_id}" }}'
        for page in self._log_pages(group, pattern, since):
            wanted = ("rejected", recipe_id)
            yield [x for x in page if (x.get("outcome"), x.get("recipe_id")) == wanted]

    def _log_pages(
        self, group: str, pattern: str, since: datetime
    ) -> Iterator[list[Mapping[str, Any]]]:
        pages = iter(
            self._logs.get_paginator("filter_log_events").paginate(
                logGroupName=group,
                startTime=int(since.timestamp() * 1000),
                filterPattern=pattern,
            )
        )
        while True:
            with told(f"cannot read the log group {group}", "logs:FilterLogEvents on it"):
                page = next(pages, None)
            if page is None:
                return
            yield [_parsed(event.get("message", "")) for event in page["events"]]


def _batches(items: Sequence[T], size: int = BATCH) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _parsed(message: str) -> Mapping[str, Any]:
    try:
        line = json.loads(message)
    except ValueError:
        return {}
    return line if isinstance(line, dict) else {}
