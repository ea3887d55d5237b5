"""Sends messages of the dead-letter queue back to the queue.

Messages are sent first and deleted afterwards, so that none is lost if the command stops in
between. A message that is in the queue twice does no harm: for a source whose outputs are current,
the function only checks that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from thumbnailer_cli.dlq.move import start_or_join, watch
from thumbnailer_cli.dlq.receive import EMPTY_ANSWERS, VISIBILITY_TIMEOUT_SECONDS, chosen
from thumbnailer_cli.shared.aws.clients import Aws
from thumbnailer_cli.shared.aws.sqs import Message, MoveUnsupported
from thumbnailer_cli.shared.deployment import Deployment
from thumbnailer_cli.shared.enqueue import Pace, send_all
from thumbnailer_cli.shared.errors import CommandError, if_interrupted
from thumbnailer_cli.shared.progress import count
from thumbnailer_cli.shared.terminal import say
from thumbnailer_cli.shared.text import counted

# The message group, so that new uploads do not wait behind redriven messages.
_GROUP = "redrive"
# Who moves the messages, as in --json.
_BY_SQS, _BY_COMMAND = "message_move_task", "receive_send_delete"


@dataclass(frozen=True)
class Redrive:
    """One run of `dlq redrive`; its methods return how messages were sent back, and how many.

    Attributes:
        aws: the clients.
        deployment: the deployment that the dead-letter queue belongs to.
        waiting: the approximate number of messages in the dead-letter queue.
        rate: messages per second; None for no limit.
        options: the options that select the same deployment in another command.
    """

    aws: Aws
    deployment: Deployment
    waiting: int
    rate: int | None
    options: str

    def all(self, queue_arn: str) -> tuple[str, int]:
        """Send all messages back: with a move task, or one by one if the endpoint has none."""
        sqs = self.aws.sqs
        source = sqs.attributes(self.deployment.dead_letter_queue_url)["QueueArn"]
        go_on = (
            f"watch the move with: thumbnailer dlq redrive {self.options}, or stop it with:"
            f" thumbnailer dlq cancel {self.options}"
        )
        try:
            with if_interrupted(lambda: f"SQS may have started to move the messages; {go_on}"):
                joined = start_or_join(sqs, source, queue_arn, self.rate)
        except MoveUnsupported as answer:
            say(
                f"The endpoint does not support message move tasks ({answer}); the command sends"
                " and then deletes each message."
            )
            return _BY_COMMAND, self._count(
                self._all_one_by_one(),
                "sent back; the others are still in the dead-letter queue",
                self.waiting,
            )
        if joined:
            rate = " and ignores --rate" if self.rate else ""
            say(f"SQS is already moving the messages; this command watches that move{rate}.")
        # Messages that the running task has moved before are not in the queue any more.
        total = self.waiting + (joined.moved if joined else 0)
        return _BY_SQS, self._count(
            watch(sqs, source),
            f"moved so far, and SQS continues to move the others; {go_on}",
            total,
        )

    def some(self, reason: str, limit: int, dry_run: bool) -> tuple[str, int]:
        """Send the messages with one reason back, one by one."""

        def send(messages: Sequence[Message]) -> None:
            send_back(self.aws, self.deployment, messages, pace)

        pace = self._pace()
        with chosen(self.aws, self.deployment, reason, limit, self.waiting) as found:
            if not dry_run:
                found.take_out(send, "sent back")
            return _BY_COMMAND, len(found.messages)

    def _all_one_by_one(self) -> Iterator[int]:
        sqs, queue_url = self.aws.sqs, self.deployment.dead_letter_queue_url
        pace, empty = self._pace(), 0
        while empty < EMPTY_ANSWERS:
            messages = sqs.receive(queue_url, VISIBILITY_TIMEOUT_SECONDS)
            if messages:
                try:
                    send_back(self.aws, self.deployment, messages, pace)
                except BaseException:
                    sqs.release(queue_url, messages)
                    raise
                yield len(messages)
            empty = 0 if messages else empty + 1

    def _count(self, steps: Iterator[int], interrupted: str, expected: int) -> int:
        return count(
            "moving", expected, steps, lambda done: f"{counted(done, 'message')} {interrupted}"
        )

    def _pace(self) -> Pace | None:
        return Pace(self.rate) if self.rate else None


def send_back(
    aws: Aws, deployment: Deployment, messages: Sequence[Message], pace: Pace | None
) -> None:
    """Send up to ten received messages to the queue and delete them.

    Raises:
        CommandError: if a message cannot be sent or deleted.
    """
    if pace:
        pace.wait(len(messages))
    send_all(aws.sqs, deployment.queue_url, [message.body for message in messages], _GROUP)
    for code in aws.sqs.delete(deployment.dead_letter_queue_url, messages):
        raise CommandError(
            "a message was sent to the queue but not deleted from"
            f" {deployment.dead_letter_queue_url}: {code}; it is now in both queues, which does no"
            " harm"
        )
