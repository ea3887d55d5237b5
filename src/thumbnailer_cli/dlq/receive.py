"""Receives messages of the dead-letter queue without deleting them, and selects them by reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta

from thumbnailer_cli.dlq.explain import Explained, by_reason, explain
from thumbnailer_cli.shared.aws.clients import Aws
from thumbnailer_cli.shared.aws.sqs import BATCH, Message
from thumbnailer_cli.shared.batched import batched
from thumbnailer_cli.shared.deployment import Deployment
from thumbnailer_cli.shared.errors import CommandError
from thumbnailer_cli.shared.progress import count, progress
from thumbnailer_cli.shared.terminal import say
from thumbnailer_cli.shared.text import counted

# If this process is killed, other consumers do not receive the messages for this time.
VISIBILITY_TIMEOUT_SECONDS = 120
# SQS may return no messages although the queue has some.
EMPTY_ANSWERS = 2


def waiting(aws: Aws, deployment: Deployment) -> int:
    """The approximate number of messages in the dead-letter queue; SQS returns no exact number."""
    attributes = aws.sqs.attributes(deployment.dead_letter_queue_url)
    return int(attributes["ApproximateNumberOfMessages"])


@contextmanager
def received(
    aws: Aws, deployment: Deployment, limit: int, expected: int
) -> Iterator[list[Message]]:
    """Receive messages; when the block ends, they can be received again at once.

    Messages that the caller removes from the list are not released.

    Args:
        aws: the clients.
        deployment: the deployment that the dead-letter queue belongs to.
        limit: the maximum number of messages to receive.
        expected: the number of messages in the queue, for the progress bar.
    """
    with ExitStack() as stack:
        with progress("receiving", min(expected, limit)) as advance:
            held = stack.enter_context(_held(aws, deployment, limit, advance))
        yield held


@contextmanager
def _held(
    aws: Aws, deployment: Deployment, limit: int, advance: Callable[[int], None]
) -> Iterator[list[Message]]:
    queue_url = deployment.dead_letter_queue_url
    found: dict[str, Message] = {}
    held: list[Message] = []
    try:
        empty = 0
        while empty < EMPTY_ANSWERS and len(found) < limit:
            answer = aws.sqs.receive(queue_url, VISIBILITY_TIMEOUT_SECONDS)
            new = [message for message in answer if message.message_id not in found]
            found.update((message.message_id, message) for message in answer)
            empty = 0 if new else empty + 1
            advance(len(new))
        held = list(found.values())
        found.clear()
        yield held
    finally:
        aws.sqs.release(queue_url, [*held, *found.values()])


def explained(aws: Aws, deployment: Deployment, messages: Sequence[Message]) -> list[Explained]:
    """The messages, each with the reason for its failure from the function's log."""
    if not messages:
        return []
    if deployment.log_group is None:
        return explain(messages, 'the output "log_group_name" is missing', deployment)
    since = min(message.sent for message in messages) - timedelta(minutes=1)
    ids = [message.message_id for message in messages]
    try:
        lines = list(aws.logs.of_messages(deployment.log_group, ids, since))
    except CommandError as error:
        return explain(messages, str(error), deployment)
    return explain(messages, lines, deployment)


@dataclass(frozen=True)
class Chosen:
    """The messages with one reason among those received."""

    held: list[Message]
    messages: Sequence[Message]

    def take_out(self, act: Callable[[Sequence[Message]], None], done: str) -> int:
        """Remove the messages from the queue, ten at a time.

        Args:
            act: removes up to ten messages from the queue.
            done: what `act` did, for the message if the command is interrupted.

        Returns:
            The number of messages removed.
        """
        return count(
            "working",
            len(self.messages),
            self._taken(act),
            lambda taken: (
                f"{counted(taken, 'message')} {done}; the others are still in the dead-letter queue"
            ),
        )

    def _taken(self, act: Callable[[Sequence[Message]], None]) -> Iterator[int]:
        for batch in batched(self.messages, BATCH):
            act(batch)
            gone = {message.message_id for message in batch}
            self.held[:] = [message for message in self.held if message.message_id not in gone]
            yield len(batch)


@contextmanager
def chosen(
    aws: Aws, deployment: Deployment, reason: str, limit: int, expected: int
) -> Iterator[Chosen]:
    """Receive messages and select those with a reason; when the block ends, the rest is released.

    The arguments are those of `received`, and the reason.
    """
    with received(aws, deployment, limit, expected) as held:
        messages = explained(aws, deployment, held)
        ours = [one.message for one in messages if one.reason == reason]
        if messages and not ours:
            say(f"No message has this reason. Reasons: {', '.join(sorted(by_reason(messages)))}.")
        yield Chosen(held, ours)
