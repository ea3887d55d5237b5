"""The visibility timeout of a message that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thumbnailer.results.outcome import Settlement

# Seconds after the first, the second … receive of a message; the last value applies to all further
# ones. The sum is 21 minutes or more: an S3 outage of ten minutes ends within the minimum of five
# receives, and 200 receives fit into the queue's retention period of four days.
STEPS = (5, 30, 180, 1080)
# Each delay is longer by up to this share, so that messages that failed at the same time are not
# received at the same time.
JITTER = 0.5
# Seconds after which a write without a response has taken effect or never will. The minimum
# visibility timeout that the module sets, six times 30 s, is as long.
SETTLED_AFTER = 180


def retry_after(ends: Iterable[Settlement], receives: int, chance: float) -> int | None:
    """Seconds until a message is received again; None for the end of its visibility timeout.

    A write without a response may still take effect. A message with such a write is received again
    only after that time: before, it is not known which write is the last.

    A message that was not started for lack of time is received again immediately, but only the
    first time: each receive counts, and if every batch is too slow, a later message shares its
    batch with fewer others.

    Args:
        ends: the outcomes of the message's sources that must be settled again.
        receives: how often the message has been received, at least 1.
        chance: a random number from 0 to 1.
    """
    ends = list(ends)
    if receives == 1 and all(e.reason == "out_of_time" and e.unanswered is None for e in ends):
        return 0
    step = STEPS[min(receives, len(STEPS)) - 1]
    if step < SETTLED_AFTER and any(end.unanswered is not None for end in ends):
        return None
    return round(step * (1 + JITTER * chance))
