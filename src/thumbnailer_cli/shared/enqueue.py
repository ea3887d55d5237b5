"""Sending keys to the queue: at least once, none lost, no faster than asked.

A message says `{"keys": [KEY]}`: one key each, so that a bad one never takes others with it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from thumbnailer_cli.shared.aws.sqs import BATCH, Sqs
from thumbnailer_cli.shared.batched import batched
from thumbnailer_cli.shared.errors import CommandError

# Beside those that boto3 makes when a request fails as a whole.
_ATTEMPTS = 6
_FIRST_PAUSE_SECONDS = 0.2


def message(key: str) -> str:
    """The message that says "look at this key"."""
    # ASCII: SQS refuses some characters that keys may have.
    return json.dumps({"keys": [key]})


@dataclass
class Pace:
    """Lets so many through in a second.

    Attributes:
        rate: in a second.
    """

    rate: float
    _due: float | None = None

    def wait(self, many: int) -> None:
        """Wait until the next ones may go, which are so many."""
        now = time.monotonic()
        due = self._due if self._due is not None else now
        if due > now:
            time.sleep(due - now)
        # Time that was lost is not made up for: a burst is what the rate is there to prevent.
        self._due = max(due, now) + many / self.rate


def enqueue(
    sqs: Sqs, queue_url: str, keys: Iterable[str], rate: float, group: str
) -> Iterator[list[str]]:
    """Send a message for each key, and give the keys of each batch once the queue has them all.

    Args:
        sqs: the client.
        queue_url: of the queue.
        keys: to send.
        rate: messages a second.
        group: the message group, by which the queue sees that the messages belong together.

    Raises:
        CommandError: when the queue does not take them; the keys given before have been sent.
    """
    pace = Pace(rate)
    for batch in batched(keys, max(1, min(BATCH, int(rate)))):
        pace.wait(len(batch))
        send_all(sqs, queue_url, [message(key) for key in batch], group)
        yield batch


def send_all(sqs: Sqs, queue_url: str, bodies: list[str], group: str) -> None:
    """Send up to ten messages of a group until the queue has taken each.

    Raises:
        CommandError: when it does not.
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
