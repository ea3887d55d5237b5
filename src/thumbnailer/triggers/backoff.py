"""When a message that failed is received again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thumbnailer.results.outcome import Settlement

# Seconds after the first, the second … time that a message was received; the last one goes on.
# Together 21 minutes or more: an outage of S3 of ten minutes ends within the five tries that a
# message has at least, and 200 tries fit into the four days that the queue keeps it.
STEPS = (5, 30, 180, 1080)
# Each step is up to so much longer, so that what failed together does not come back together.
JITTER = 0.5
# Seconds after which a write without an answer has taken effect or never will. The shortest
# visibility timeout that the module sets, six times 30 s, is as long.
SETTLED_AFTER = 180


def retry_after(ends: Iterable[Settlement], receives: int, chance: float) -> int | None:
    """Seconds until a message is received again; None: when its visibility timeout ends.

    A write without an answer may still take effect. A message with one does not come back before
    that: until then, nobody could tell that what was written last is not what stays.

    What there was no time for comes back at once, but the first time only: each time counts, and
    where every batch is too slow, messages that come back later come back to fewer others.

    Args:
        ends: of the message's sources, those for which it comes back.
        receives: how often the message has been received, 1 or more.
        chance: from 0 to 1, another one each time.
    """
    ends = list(ends)
    if receives == 1 and all(e.reason == "out_of_time" and e.unanswered is None for e in ends):
        return 0
    step = STEPS[min(receives, len(STEPS)) - 1]
    if step < SETTLED_AFTER and any(end.unanswered is not None for end in ends):
        return None
    return round(step * (1 + JITTER * chance))
