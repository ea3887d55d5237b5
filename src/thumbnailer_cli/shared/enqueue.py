"""Sends keys to the queue: each at least once, and no faster than the given rate.

Each message contains one key, `{"keys": [KEY]}`, so that a failing key does not affect others.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from thumbnailer_cli.shared.aws.sqs import BATCH, Sqs
from thumbnailer_cli.shared.batched import batched
from thumbnailer_cli.shared.errors import CommandError

# In addition to the retries of boto3, which are for requests that fail as a whole.
_ATTEMPTS = 6
_FIRST_PAUSE_SECONDS = 0.2


def message(key: str) -> str:
    """The message for a key."""
    # ASCII, because SQS does not accept all characters that keys may have.
    return json.dumps({"keys": [key]})


@dataclass
class Pace:
    """Limits a rate.

    Attributes:
        rate: the maximum number of things per second.
    """

    rate: float
    _due: float | None = None

    def wait(self, many: int) -> None:
        """Wait until the next things, `many` of them, are allowed."""
        now = time.monotonic()
        due = self._due if self._due is not None else now
        if due > now:
            time.sleep(due - now)
        # After a delay, the rate is not exceeded to catch up: it exists to prevent bursts.
        self._due = max(due, now) + many / self.rate


def enqueue(
    sqs: Sqs, queue_url: str, keys: Iterable[str], rate: float, group: str
) -> Iterator[list[str]]:
    """Send a message for each key; yields the keys of each batch after the queue accepted all.

    Args:
        sqs: the client.
        queue_url: the URL of the queue.
        keys: the keys to send.
        rate: messages per second.
        group: the message group ID of the messages.

    Raises:
        CommandError: if the queue does not accept a message; keys yielded before have been sent.
    """
    pace = Pace(rate)
    for batch in batched(keys, max(1, min(BATCH, int(rate)))):
        pace.wait(len(batch))
        send_all(sqs, queue_url, [message(key) for key in batch], group)
        yield batch


def send_all(sqs: Sqs, queue_url: str, bodies: list[str], group: str) -> None:
    """Send up to ten messages of a group, and retry until the queue has accepted all of them.

    Raises:
        CommandError: if the queue does not accept a message.
    """
    for attempt in range(_ATTEMPTS):
        unsent = sqs.send(queue_url, bodies, group)
        if not unsent:
            return
        why = unsent[0].why
        if any(entry.sender_fault for entry in unsent):
            break
        bodies = [bodies[entry.number] for entry in unsent]
        time.sleep(_FIRST_PAUSE_SECONDS * 2**attempt)
    raise CommandError(f"the queue {queue_url} does not accept a message: {why}")
