"""What comes of the back-off in an outage, and of batches that are too slow, on simulated queues.

They use the function's own rule of when a message comes back, and no clock but their own.
"""

from __future__ import annotations

import heapq
from dataclasses import replace
from itertools import count, product
from random import Random

import pytest

from thumbnailer.results.outcome import Settlement, failed
from thumbnailer.triggers.backoff import retry_after

MAX_RECEIVE_COUNT = 5  # the default, and the least that the module takes
OUTAGE = 600.0
# 6 times the least and the largest timeout of the function, and the default's.
VISIBILITY = (180, 360, 5400)
FAILED = failed("ServiceUnavailable", "")
UNANSWERED = replace(FAILED, unanswered="ReadTimeoutError")
LATE = failed("out_of_time", "")


def wait(end: Settlement, receives: int, chance: float, visibility: float) -> float:
    """Seconds from one receive to the next, where handling takes none."""
    after = retry_after([end], receives, chance)
    return visibility if after is None else after


@pytest.mark.parametrize("visibility", VISIBILITY)
def test_the_tries_outlast_an_outage_whatever_fails_and_however_chance_falls(
    visibility: float,
) -> None:
    # A message that is first received when the outage begins, with no jitter and no time spent.
    for kinds in product((FAILED, UNANSWERED, LATE), repeat=MAX_RECEIVE_COUNT - 1):
        waits = [wait(kind, n, 0, visibility) for n, kind in enumerate(kinds, start=1)]
        assert sum(waits) > OUTAGE + 360
    # If no message could be made to come back sooner, they would come back as before.
    assert (MAX_RECEIVE_COUNT - 1) * visibility > OUTAGE


@pytest.mark.parametrize("visibility", VISIBILITY)
@pytest.mark.parametrize("unanswered", [0, 0.3, 1])
def test_an_outage_of_ten_minutes_dead_letters_nothing(
    visibility: float, unanswered: float
) -> None:
    random = Random(1)
    recovered = []
    for _ in range(5_000):
        now, receives = random.uniform(-60, OUTAGE), 1
        while 0 <= now < OUTAGE:
            # Tries that fail take up to what a request that hangs takes.
            now += random.uniform(0, 15)
            end = UNANSWERED if random.random() < unanswered else FAILED
            now += wait(end, receives, random.random(), visibility)
            receives += 1
        assert receives <= MAX_RECEIVE_COUNT
        recovered.append(now)
    # Nor do they all come back in the same moment.
    late = sorted(now for now in recovered if now >= OUTAGE)
    busiest = max(sum(start <= now < start + 10 for now in late) for start in range(600, 8_000, 10))
    assert busiest < len(recovered) / 10


SECONDS = 45  # that an invocation works on a batch: a timeout of 60 s less what is kept for the end


def dead_letters(messages: int, batch: int, finished: int, pollers: int, seed: int) -> int:
    """How many of a backlog of messages die because no invocation finishes its batch.

    Those that are finished are the ones that were received most often, as in the function, but for
    one that came to the processor first. The others are not started, and are received again.
    """
    random = Random(seed)
    receives = [0] * messages
    visible = list(range(messages))
    agenda: list[tuple[float, int, list[int], bool]] = []
    numbers = count()
    idle, dead, now = pollers, 0, 0.0
    while True:
        while idle and visible:
            idle -= 1
            taken = [_any(visible, random) for _ in range(min(batch, len(visible)))]
            for message in taken:
                receives[message] += 1
            ends = now + SECONDS * random.uniform(0.8, 1.2)
            heapq.heappush(agenda, (ends, next(numbers), taken, True))
        if not agenda:
            return dead
        now, _, those, invocation = heapq.heappop(agenda)
        if not invocation:
            visible += those
            continue
        idle += 1
        first = those.pop(random.randrange(len(those)))
        those.sort(key=receives.__getitem__, reverse=True)
        for message in [first, *those][finished:]:
            if receives[message] == MAX_RECEIVE_COUNT:
                dead += 1
                continue
            comes = now + wait(LATE, receives[message], random.random(), 360)
            heapq.heappush(agenda, (comes, next(numbers), [message], False))


def _any(messages: list[int], random: Random) -> int:
    place = random.randrange(len(messages))
    messages[place], messages[-1] = messages[-1], messages[place]
    return messages.pop()


@pytest.mark.parametrize("messages", [10, 100, 2_000])
@pytest.mark.parametrize("pollers", [1, 2, 10])
def test_batches_of_which_half_is_finished_dead_letter_nothing(messages: int, pollers: int) -> None:
    assert sum(dead_letters(messages, 10, 5, pollers, seed) for seed in range(10)) == 0


def test_batches_that_are_slower_do() -> None:
    # The limit that docs/scaling.md states is one.
    assert dead_letters(2_000, 10, 2, 10, 0) > 0
