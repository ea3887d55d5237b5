"""Message move tasks, with which SQS itself moves all messages of the dead-letter queue.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from thumbnailer_cli.shared.aws.sqs import MoveTask, MoveUnsupported, Sqs
from thumbnailer_cli.shared.errors import CommandError

_POLL_SECONDS = 1.0


def start_or_join(
    sqs: Sqs, source_arn: str, destination_arn: str, rate: int | None
) -> MoveTask | None:
    """Start a move task; returns the task that is already running, or None for a new one.

    Args:
        sqs: the client.
        source_arn: the ARN of the dead-letter queue.
        destination_arn: the ARN of the queue.
        rate: messages per second; None for the default of SQS.

    Raises:
        MoveUnsupported: if the endpoint does not support move tasks.
        CommandError: if the task cannot start, or a task to another queue is running.
    """
    try:
        sqs.start_move(source_arn, destination_arn, rate)
    except (MoveUnsupported, CommandError):
        # A queue can have one running task. AWS and emulators return different codes for this
        # error, and some of the codes have other meanings as well.
        task = _running(sqs, source_arn)
        if task is None:
            raise
        if task.destination_arn not in (None, destination_arn):
            raise CommandError(
                f"SQS is already moving the messages of {source_arn} to {task.destination_arn};"
                " wait, or stop it with: thumbnailer dlq cancel"
            ) from None
        return task
    return None


def _running(sqs: Sqs, source_arn: str) -> MoveTask | None:
    try:
        task = sqs.move_task(source_arn)
    except CommandError:
        return None
    return task if task and task.running else None


def watch(sqs: Sqs, source_arn: str) -> Iterator[int]:
    """Watch the newest move task; yields the number of messages moved since the last request.

    Raises:
        CommandError: if the task fails or is canceled.
    """
    moved = 0
    while True:
        task = sqs.move_task(source_arn)
        if task is None:
            raise CommandError(f"SQS has no message move task for {source_arn}")
        yield task.moved - moved
        moved = task.moved
        if not task.running:
            break
        time.sleep(_POLL_SECONDS)
    if task.status != "COMPLETED":
        raise CommandError(
            f"the move of {source_arn} ended with the status {task.status} after {moved} messages:"
            f" {task.failure or 'no reason given'}; the others are still in the dead-letter queue"
        )
