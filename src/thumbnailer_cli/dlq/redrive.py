"""Messages of the dead-letter queue, sent back to the queue.

Messages are sent first and deleted afterwards: whatever happens in between, none is lost. One that
is in the queue twice does no harm, since it only says "look at this key".
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

# The message group, so that live uploads do not wait behind what is sent back.
_GROUP = "redrive"
# By whom, as --json has it.
_BY_SQS, _BY_COMMAND = "message_move_task", "receive_send_delete"


@dataclass(frozen=True)
class Redrive:
    """One run of `dlq redrive`; its methods give how, and how many messages, were sent back.

    Attributes:
        aws: the clients.
        deployment: whose dead-letter queue it is.
        waiting: the approximate number of messages in that.
        rate: messages a second; None for no limit.
        options: by which another command finds the deployment.
    """

    aws: Aws
    deployment: Deployment
    waiting: int
    rate: int | None
    options: str

    def all(self, queue_arn: str) -> tuple[str, int]:
        """Send all messages back: by SQS, or one by one where the endpoint cannot move them."""
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
                f"SQS does not support moving messages here ({answer}); each message is sent and"
                " then deleted."
            )
            return _BY_COMMAND, self._count(
                self._all_one_by_one(), "sent back; the others are still there", self.waiting
            )
        if joined:
            rate = " and ignores --rate" if self.rate else ""
            say(f"SQS is already moving the messages; this command watches that move{rate}.")
        # What was moved before does not wait any more.
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
        CommandError: when a message could not be sent, or not be deleted.
    """
    if pace:
        pace.wait(len(messages))
    send_all(aws.sqs, deployment.queue_url, [message.body for message in messages], _GROUP)
    for code in aws.sqs.delete(deployment.dead_letter_queue_url, messages):
        raise CommandError(
            "a message was sent to the queue but not deleted from"
            f" {deployment.dead_letter_queue_url}: {code}; it is in both now, which does no harm"
        )
