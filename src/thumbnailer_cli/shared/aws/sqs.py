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

# The maximum number of messages in a request.
BATCH = 10
# Long polling, because SQS may not find all messages at once.
_WAIT_SECONDS = 1

# Error codes of endpoints that do not support message move tasks.
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
        message_id: the ID of the message.
        body: the body of the message.
        received: how often the message was received, including this time.
        sent: when the message was first sent to a queue.
        receipt_handle: the handle with which the message is deleted.
    """

    message_id: str
    body: str
    received: int
    sent: datetime
    receipt_handle: str = field(repr=False)


@dataclass(frozen=True)
class Unsent:
    """An entry of a batch that the queue did not accept."""

    number: int
    why: str
    sender_fault: bool


@dataclass(frozen=True)
class MoveTask:
    """The state of a message move task.

    Attributes:
        status: RUNNING, COMPLETED, CANCELLING, CANCELLED or FAILED.
        moved: the number of messages moved so far.
        destination_arn: the ARN of the queue that messages are moved to; None for their original
            queue.
        failure: why the task failed.
        handle: the handle with which the task is canceled; None if it does not run.
    """

    status: str
    moved: int
    destination_arn: str | None = None
    failure: str | None = None
    handle: str | None = field(default=None, repr=False)

    @property
    def running(self) -> bool:
        """Whether the task is still running."""
        return self.status in ("RUNNING", "CANCELLING")


class MoveUnsupported(Exception):
    """The endpoint does not support move tasks; the text is its error message."""


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
        """Send up to ten messages in a request; returns those that the queue did not accept.

        While a group has a backlog, a standard queue delivers messages of other groups first. It
        does not preserve the order of messages.
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
        """Up to ten messages, with a visibility timeout of `hidden` seconds."""
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
        """End the visibility timeout of received messages."""
        for batch in batched(messages, BATCH):
            with command_errors(f"cannot release messages of {url}", "sqs:ChangeMessageVisibility"):
                # A message that cannot be released is visible again after its timeout.
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
        """Delete up to ten received messages; returns an error code for each one not deleted."""
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
            MoveUnsupported: if the endpoint does not support move tasks.
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
        """Cancel a running move task; returns the approximate number of messages moved."""
        with command_errors(
            "cannot cancel the move", "sqs:CancelMessageMoveTask on the dead-letter queue"
        ):
            answer = self._client.cancel_message_move_task(TaskHandle=handle)
        return answer.get("ApproximateNumberOfMessagesMoved", 0)
