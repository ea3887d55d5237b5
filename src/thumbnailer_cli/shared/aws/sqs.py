"""The requests to SQS: queues, their messages, and message move tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from thumbnailer.aws.client import error_code
from thumbnailer_cli.shared.aws.errors import command_errors, one_line
from thumbnailer_cli.shared.batched import batched

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# SQS takes and gives at most so many messages in a request.
BATCH = 10
# For messages that SQS has and does not find at once.
_WAIT_SECONDS = 1

# Answers of endpoints that do not support message move tasks.
_UNSUPPORTED = {
    "InvalidAction",
    "UnsupportedOperation",
    "AWS.SimpleQueueService.UnsupportedOperation",
    "NotImplemented",
    "UnknownOperationException",
}


@dataclass(frozen=True)
class Message:
    """One received message.

    Attributes:
        message_id: of the message.
        body: of the message.
        received: how often it was, this time included.
        sent: when it first came to a queue.
        receipt_handle: what it is deleted with.
    """

    message_id: str
    body: str
    received: int
    sent: datetime
    receipt_handle: str = field(repr=False)


@dataclass(frozen=True)
class Unsent:
    """An entry of a batch that the queue did not take."""

    number: int
    why: str
    sender_fault: bool


@dataclass(frozen=True)
class MoveTask:
    """The state of a message move task.

    Attributes:
        status: RUNNING, COMPLETED, CANCELLING, CANCELLED or FAILED.
        moved: messages so far.
        destination_arn: the ARN of the queue that they go to; None for the one that they came from.
        failure: why it failed.
        handle: what it is cancelled with; None when it does not run.
    """

    status: str
    moved: int
    destination_arn: str | None = None
    failure: str | None = None
    handle: str | None = field(default=None, repr=False)

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self.status in ("RUNNING", "CANCELLING")


class MoveUnsupported(Exception):
    """The endpoint does not support move tasks; the text is its answer."""


class Sqs:
    """Queues, their messages, and message move tasks."""

    def __init__(self, client: SQSClient) -> None:
        self._client = client

    def attributes(self, url: str) -> dict[str, str]:
        """The attributes of a queue, which must exist."""
        with command_errors(
            f"cannot get the attributes of the queue {url}", "sqs:GetQueueAttributes on the queue"
        ):
            answer = self._client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
        return {str(name): value for name, value in answer["Attributes"].items()}

    def send(self, url: str, bodies: Sequence[str], group: str) -> list[Unsent]:
        """Send up to ten messages in a request; gives those that the queue did not take.

        A standard queue delivers others first while a group has a backlog; it keeps no order.
        https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
        """
        with command_errors(
            f"cannot send messages to the queue {url}", "sqs:SendMessage on the queue"
        ):
            answer = self._client.send_message_batch(
                QueueUrl=url,
                Entries=[
                    {"Id": str(n), "MessageBody": body, "MessageGroupId": group}
                    for n, body in enumerate(bodies)
                ],
            )
        return [
            Unsent(
                int(failed["Id"]),
                f"{failed.get('Code')}: {failed.get('Message', '')}",
                failed.get("SenderFault", False),
            )
            for failed in answer.get("Failed", [])
        ]

    def receive(self, url: str, hidden: int) -> list[Message]:
        """Up to ten messages, which stay hidden from others for some seconds."""
        with command_errors(
            f"cannot receive messages of the queue {url}", "sqs:ReceiveMessage on the queue"
        ):
            answer = self._client.receive_message(
                QueueUrl=url,
                MaxNumberOfMessages=BATCH,
                VisibilityTimeout=hidden,
                WaitTimeSeconds=_WAIT_SECONDS,
                MessageSystemAttributeNames=["All"],
            )
        return [
            Message(
                message["MessageId"],
                message["Body"],
                int(message["Attributes"]["ApproximateReceiveCount"]),
                datetime.fromtimestamp(int(message["Attributes"]["SentTimestamp"]) / 1000, UTC),
                message["ReceiptHandle"],
            )
            for message in answer.get("Messages", [])
        ]

    def release(self, url: str, messages: Sequence[Message]) -> None:
        """Let received messages be received again at once."""
        for batch in batched(messages, BATCH):
            with command_errors(f"cannot release messages of {url}", "sqs:ChangeMessageVisibility"):
                # One that cannot be released comes back by itself when its time is over.
                self._client.change_message_visibility_batch(
                    QueueUrl=url,
                    Entries=[
                        {
                            "Id": str(n),
                            "ReceiptHandle": message.receipt_handle,
                            "VisibilityTimeout": 0,
                        }
                        for n, message in enumerate(batch)
                    ],
                )

    def delete(self, url: str, messages: Sequence[Message]) -> list[str]:
        """Delete received messages, up to ten; gives an error code for each that is still there."""
        with command_errors(f"cannot delete messages of {url}", "sqs:DeleteMessage on the queue"):
            answer = self._client.delete_message_batch(
                QueueUrl=url,
                Entries=[
                    {"Id": str(n), "ReceiptHandle": message.receipt_handle}
                    for n, message in enumerate(messages)
                ],
            )
        return [str(failed.get("Code")) for failed in answer.get("Failed", [])]

    def start_move(self, source_arn: str, destination_arn: str, rate: int | None) -> None:
        """Start to move all messages of a dead-letter queue.

        Raises:
            MoveUnsupported: when the endpoint does not support it.
        """
        needs = (
            "sqs:StartMessageMoveTask, ReceiveMessage and DeleteMessage on the dead-letter queue,"
            " and sqs:SendMessage on the queue"
        )
        limit = {"MaxNumberOfMessagesPerSecond": rate} if rate else {}
        with command_errors(f"cannot move the messages of {source_arn}", needs):
            try:
                self._client.start_message_move_task(
                    SourceArn=source_arn, DestinationArn=destination_arn, **limit
                )
            except ClientError as error:
                if error_code(error) in _UNSUPPORTED:
                    raise MoveUnsupported(one_line(error)) from None
                raise

    def move_task(self, source_arn: str) -> MoveTask | None:
        """The newest move task of a dead-letter queue; None if it has none."""
        with command_errors(
            f"cannot list the message move tasks of {source_arn}",
            "sqs:ListMessageMoveTasks on the dead-letter queue",
        ):
            answer = self._client.list_message_move_tasks(SourceArn=source_arn, MaxResults=1)
        for task in answer.get("Results", []):
            return MoveTask(
                task.get("Status", "RUNNING"),
                task.get("ApproximateNumberOfMessagesMoved", 0),
                task.get("DestinationArn"),
                task.get("FailureReason"),
                task.get("TaskHandle"),
            )
        return None

    def cancel_move(self, handle: str) -> int:
        """Stop a running move task; gives about how many messages it has moved."""
        with command_errors(
            "cannot cancel the move", "sqs:CancelMessageMoveTask on the dead-letter queue"
        ):
            answer = self._client.cancel_message_move_task(TaskHandle=handle)
        return answer.get("ApproximateNumberOfMessagesMoved", 0)
