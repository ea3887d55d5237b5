"""A burst of uploads, and what can be said of it without simulating it."""

from dataclasses import dataclass, replace

from models.data import quota
from models.deployments import MINIBLOG, Deployment
from models.usage import pictures_per_second, s3_pictures_per_second


@dataclass(frozen=True)
class Burst:
    """Many uploads in a short time.

    Attributes:
        pictures: how many.
        seconds: within which they arrive, evenly.
        maximum_concurrency: of the event source mapping.
        batch: messages that an invocation takes at most (`batch_size`).
        deployment: what is made of them.
        spread: of the seconds that a picture keeps the processor busy: the standard deviation of
            their logarithm.
        seed: of the random numbers.
    """

    pictures: int = 1_000_000
    seconds: float = 300
    maximum_concurrency: int = 10
    batch: int = 5
    deployment: Deployment = MINIBLOG
    spread: float = 0.5
    seed: int = 0

    @property
    def filled(self) -> Deployment:
        """The deployment, each invocation with as many messages as it takes."""
        return replace(self.deployment, batch=self.batch)


@dataclass(frozen=True)
class Result:
    """What came of a burst.

    Attributes:
        drained_seconds: from the first upload until the last picture was settled.
        oldest_seconds: the longest that a message waited to be received.
        most_in_flight: messages received and not yet deleted, at the same time.
        concurrency: invocations at the same time, at most.
        pictures_per_second: on average over the middle half of the pictures.
        slowed_seconds: that an invocation waits on average because S3 takes no more.
        backlog: pairs of seconds and of messages in the queue.
    """

    drained_seconds: float
    oldest_seconds: float
    most_in_flight: int
    concurrency: int
    pictures_per_second: float
    slowed_seconds: float
    backlog: tuple[tuple[float, int], ...] = ()


def concurrency_limit(burst: Burst) -> int:
    """How many invocations there can be at the same time, once all have been started."""
    return min(burst.maximum_concurrency, quota("esm_most"), quota("account_concurrency"))


def ramp_seconds(burst: Burst) -> float:
    """How long the event source mapping takes to get there."""
    return max(0, concurrency_limit(burst) - quota("esm_start")) * 60 / quota("esm_per_minute")


def rates(burst: Burst) -> dict[str, float]:
    """Pictures a second that each limit allows."""
    return {
        "concurrency": pictures_per_second(burst.filled, concurrency_limit(burst)),
        "S3": s3_pictures_per_second(burst.deployment),
        "uploads": burst.pictures / burst.seconds,
    }


def binding(burst: Burst) -> str:
    """The limit that decides how long the burst takes."""
    allowed = rates(burst)
    return min(allowed, key=allowed.__getitem__)


def drain_seconds(burst: Burst) -> float:
    """From the first upload to the last settled picture.

    The uploads' own time where they are the slowest. Else there is a backlog from the first second,
    and the pictures take their number divided by the slowest rate, and what the ramp loses: it is a
    straight line to the concurrency that is needed for that rate.
    """
    allowed = rates(burst)
    slowest = min(allowed.values())
    if slowest == allowed["uploads"]:
        return burst.seconds
    needed = slowest / allowed["concurrency"] * concurrency_limit(burst)
    start = min(quota("esm_start"), needed)
    ramp = (needed - start) * 60 / quota("esm_per_minute")
    return burst.pictures / slowest + ramp * (1 - (start + needed) / (2 * needed))


def longest_burst(burst: Burst, retention_seconds: float) -> float:
    """Pictures at once of which the last would expire before their turn."""
    allowed = rates(burst)
    return min(allowed["concurrency"], allowed["S3"]) * retention_seconds
