"""Simulates a burst event by event, with SimPy.

Events are those of invocations, not of messages: messages are numbers in the order of their
arrival, and number n arrives at n / rate. A standard queue keeps no order, but what holds for the
oldest message holds nearly so.
"""

import math
import random
from collections.abc import Iterator
from typing import Any

import simpy

from models.burst import Burst, Result, concurrency_limit
from models.data import assumed, quota
from models.usage import AT_A_TIME, SOURCE_GETS, busy_seconds, wait_seconds

# The backlog is sampled so often, for so many times as long as the uploads take.
_SAMPLES = 400
_WATCHED = 8
# How often the event source mapping looks whether it should read faster; AWS does not say.
_RAMP_STEP = 2.0


class _Bucket:
    """So many requests a second, first come, first served; the SDK retries until it is its turn."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._free_at = 0.0

    def wait(self, now: float, requests: float) -> float:
        """Take so many; gives the seconds until they are through."""
        self._free_at = max(self._free_at, now) + requests / self._rate
        return self._free_at - now


class _Simulation:
    def __init__(self, burst: Burst) -> None:
        self.burst = burst
        self.env = simpy.Environment()
        self.random = random.Random(burst.seed)
        self.rate = burst.pictures / burst.seconds
        self.taken = self.settled = self.in_flight = self.pollers = self.invocations = 0
        self.oldest = self.slowed = self.ended = 0.0
        self.most_in_flight = 0
        self.quarters = [math.inf, -math.inf]
        self.backlog: list[tuple[float, int]] = []
        self.sources = _Bucket(quota("s3_get_per_second"))
        self.outputs = _Bucket(quota("s3_put_per_second"))
        # The mean of a log-normal is exp(mu + sigma^2 / 2).
        self.mu = math.log(busy_seconds(burst.filled)) - burst.spread**2 / 2
        self.wait = wait_seconds(burst.filled)

    def arrived(self) -> int:
        return min(self.burst.pictures, int(self.env.now * self.rate + 1e-9))

    def run(self) -> Result:
        self.env.process(self.ramp())
        self.env.process(self.watch())
        self.env.run()
        started, ended = self.quarters
        return Result(
            drained_seconds=round(self.ended, 1),
            oldest_seconds=round(self.oldest, 1),
            most_in_flight=self.most_in_flight,
            concurrency=self.pollers,
            pictures_per_second=round(self.burst.pictures / 2 / (ended - started), 3),
            slowed_seconds=round(self.slowed / self.invocations, 3),
            backlog=tuple(self.backlog),
        )

    def ramp(self) -> Iterator[Any]:
        """Start the readers, and more as long as there is a backlog."""
        limit, due = concurrency_limit(self.burst), float(quota("esm_start"))
        while self.taken < self.burst.pictures:
            while self.pollers < min(limit, int(due)):
                self.pollers += 1
                self.env.process(self.reader())
            yield self.env.timeout(_RAMP_STEP)
            if self.arrived() > self.taken and due < limit:
                due += quota("esm_per_minute") * _RAMP_STEP / 60

    def reader(self) -> Iterator[Any]:
        """Take batches and settle them, one after the other, until all is done."""
        starting = assumed("init_seconds")
        while self.taken < self.burst.pictures:
            # Where nothing is ready, the next message is this reader's as soon as it is there.
            count = max(1, min(self.burst.batch, self.arrived() - self.taken))
            arrives = (self.taken + 1) / self.rate
            self.taken += count
            if arrives > self.env.now:
                yield self.env.timeout(arrives - self.env.now)
            self.oldest = max(self.oldest, self.env.now - arrives)
            self.in_flight += count
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
            yield self.env.timeout(starting + self.seconds(count))
            starting = 0.0
            self.in_flight -= count
            self.note(count)

    def seconds(self, count: int) -> float:
        """What one invocation takes."""
        deployment = self.burst.deployment
        spread = self.burst.spread
        busy = sum(self.random.lognormvariate(self.mu, spread) for _ in range(count))
        alone = self.wait * max(1.0, count / AT_A_TIME) + busy
        now = self.env.now
        slowest = max(
            self.sources.wait(now, count * SOURCE_GETS),
            self.outputs.wait(now, count * deployment.variants),
        )
        self.slowed += max(0.0, slowest - alone)
        self.invocations += 1
        return max(alone, slowest)

    def note(self, count: int) -> None:
        """Remember when the last picture was settled, and the first and the third quarter."""
        before, self.settled = self.settled, self.settled + count
        self.ended = self.env.now
        for place, share in enumerate((0.25, 0.75)):
            if before < share * self.burst.pictures <= self.settled:
                self.quarters[place] = self.env.now

    def watch(self) -> Iterator[Any]:
        """Sample the backlog, as long as a plot shows it."""
        step = self.burst.seconds * _WATCHED / _SAMPLES
        for _ in range(_SAMPLES):
            waiting = max(0, self.arrived() - self.taken)
            self.backlog.append((round(self.env.now, 1), waiting))
            yield self.env.timeout(step)


def simulate(burst: Burst) -> Result:
    """Simulate a burst; the same burst gives the same result."""
    return _Simulation(burst).run()
