"""Looking at the messages of the dead-letter queue, sending them back, and deleting them.

Messages are sent first and deleted afterwards: whatever happens in between, none is lost. One that
is in the queue twice does no harm, since it only says "look at this key".
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from thumbnailer_cli.dlq.explain import Explained, explain
from thumbnailer_cli.shared.aws import BATCH, Aws, CannotMove, Letter, Move
from thumbnailer_cli.shared.deployment import Deployment
from thumbnailer_cli.shared.enqueue import Pace, send_all
from thumbnailer_cli.shared.errors import CommandError

# So long nobody else sees a message that is being looked at, should this process be killed.
_HIDDEN_SECONDS = 120
# SQS may answer with nothing although there is something.
_EMPTY_ANSWERS = 2
_POLL_SECONDS = 1.0


@contextmanager
def held(
    aws: Aws, queue_url: str, limit: int, tell: Callable[[int], None]
) -> Iterator[list[Letter]]:
    """Receive messages without consuming them: afterwards they can be received again at once.

    What is taken out of the list is not given back.

    Args:
        aws: the account.
        queue_url: of the dead-letter queue.
        limit: of the messages.
        tell: is called with the number of messages of each answer.
    """
    letters: dict[str, Letter] = {}
    kept: list[Letter] = []
    try:
        empty = 0
        while empty < _EMPTY_ANSWERS and len(letters) < limit:
            received = aws.receive(queue_url, _HIDDEN_SECONDS)
            new = [letter for letter in received if letter.message_id not in letters]
            letters.update((letter.message_id, letter) for letter in received)
            empty = 0 if new else empty + 1
            tell(len(new))
        kept = list(letters.values())
        letters.clear()
        yield kept
    finally:
        aws.release(queue_url, [*kept, *letters.values()])


def explained(aws: Aws, deployment: Deployment, letters: Sequence[Letter]) -> list[Explained]:
    """Why messages were given up, as far as the log may be read."""
    if not letters:
        return []
    if deployment.log_group is None:
        return explain(letters, 'there is no output "log_group_name"', deployment)
    since = min(letter.sent for letter in letters) - timedelta(minutes=1)
    ids = [letter.message_id for letter in letters]
    try:
        return explain(letters, list(aws.log_lines(deployment.log_group, ids, since)), deployment)
    except CommandError as error:
        return explain(letters, str(error), deployment)


def send_back(
    aws: Aws, deployment: Deployment, letters: Sequence[Letter], pace: Pace | None
) -> None:
    """Send some received messages, at most ten, to the queue and delete them."""
    if pace:
        pace.wait(len(letters))
    send_all(aws, deployment.queue_url, [letter.body for letter in letters])
    for why in aws.remove(deployment.dead_letter_queue_url, letters):
        raise CommandError(
            "a message was sent to the queue but not deleted from"
            f" {deployment.dead_letter_queue_url}: {why}; it is in both now, which does no harm"
        )


def delete_letters(aws: Aws, deployment: Deployment, letters: Sequence[Letter]) -> None:
    """Delete some received messages, at most ten, for good."""
    for why in aws.remove(deployment.dead_letter_queue_url, letters):
        raise CommandError(
            f"a message was not deleted from {deployment.dead_letter_queue_url}: {why}"
        )


def take_out(
    letters: list[Letter], chosen: Sequence[Letter], act: Callable[[Sequence[Letter]], None]
) -> Iterator[int]:
    """Do something with some of the held messages, ten at a time, and take them out of the list.

    Args:
        letters: those that are held.
        chosen: some of them.
        act: takes them out of the queue.

    Yields:
        How many at a time.
    """
    for start in range(0, len(chosen), BATCH):
        batch = chosen[start : start + BATCH]
        act(batch)
        gone = {letter.message_id for letter in batch}
        letters[:] = [letter for letter in letters if letter.message_id not in gone]
        yield len(batch)


def send_back_all(aws: Aws, deployment: Deployment, pace: Pace | None) -> Iterator[int]:
    """Send everything in the dead-letter queue back; gives how many at a time."""
    empty = 0
    while empty < _EMPTY_ANSWERS:
        letters = aws.receive(deployment.dead_letter_queue_url, _HIDDEN_SECONDS)
        if letters:
            try:
                send_back(aws, deployment, letters, pace)
            except BaseException:
                aws.release(deployment.dead_letter_queue_url, letters)
                raise
            yield len(letters)
        empty = 0 if letters else empty + 1


def begin_move(aws: Aws, source_arn: str, destination_arn: str, rate: int | None) -> Move | None:
    """Let SQS move everything; gives the move that is under way already, None for a new one.

    Raises:
        CannotMove: when the endpoint does not do that.
        CommandError: when the move cannot begin, or one to another queue is under way.
    """
    try:
        aws.start_move(source_arn, destination_arn, rate)
    except (CannotMove, CommandError):
        # A queue has one move at a time. The codes by which AWS and emulators say so differ, and
        # some of them also stand for other things.
        move = running_move(aws, source_arn)
        if move is None:
            raise
        if move.destination not in (None, destination_arn):
            raise CommandError(
                f"messages of {source_arn} are being moved to {move.destination} already; wait, or"
                " stop that with: thumbnailer dlq cancel"
            ) from None
        return move
    return None


def running_move(aws: Aws, source_arn: str) -> Move | None:
    """The move of a dead-letter queue that is under way, None for none that can be seen."""
    try:
        move = aws.move(source_arn)
    except CommandError:
        return None
    return move if move and move.runs else None


def watch_move(aws: Aws, source_arn: str) -> Iterator[int]:
    """Watch the newest move; gives how many it has moved since the last time, until it is done.

    Raises:
        CommandError: when SQS gives up, or somebody cancels the move.
    """
    moved = 0
    while True:
        move = aws.move(source_arn)
        if move is None:
            raise CommandError(f"SQS knows of no move of {source_arn}")
        yield move.moved - moved
        moved = move.moved
        if not move.runs:
            break
        time.sleep(_POLL_SECONDS)
    if move.status != "COMPLETED":
        raise CommandError(
            f"SQS ended the move of {source_arn} as {move.status} after {moved} messages:"
            f" {move.failure or 'it gives no reason'}; the others are still there"
        )
