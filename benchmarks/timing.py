"""Seconds per picture, case and peer, in interleaved repetitions."""

import statistics
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cases import PEERS
from benchmarks.corpus import Picture
from benchmarks.processes import Worker
from benchmarks.setup import Setup


@dataclass(frozen=True)
class Job:
    """What makes a peer do a case: the module in `peers`, and the case's name there."""

    module: str
    case: str


_JOBS = {
    ("libvips_cascade", "five"): Job("libvips", "five_cascade"),
    ("seed_thumbnail", "thumb"): Job("pillow", "seed_thumbnail"),
    ("seed_resize", "thumb"): Job("pillow", "seed_resize"),
}


def job(peer: str, case: str) -> Job:
    """Look up how a peer does a case."""
    return _JOBS.get((peer, case), Job(peer, case))


@dataclass(frozen=True)
class Effort:
    """How long to repeat: within these bounds, until the seconds are used up."""

    fewest: int
    most: int
    seconds: float


def can(setup: Setup, peer: str, case: str, picture: Picture) -> bool:
    """Whether a peer can do a case with a picture at all."""
    # The second seed saves as JPEG, which raises for a PNG with transparency or a palette.
    fails = peer == "seed_resize" and picture.format == "png"
    there = peer != "before" or setup.before is not None
    return there and case in PEERS[peer] and not fails


def time_pictures(
    setup: Setup,
    pictures: Sequence[Picture],
    case: str,
    effort: Effort,
    peers: Sequence[str] = tuple(PEERS),
) -> dict[str, dict[str, float]]:
    """Time a case.

    Returns:
        By picture and peer, the median seconds.
    """
    result = {}
    with ExitStack() as stack:
        wanted = [p for p in peers if any(can(setup, p, case, picture) for picture in pictures)]
        modules = {job(peer, case).module for peer in wanted}
        workers = {m: stack.enter_context(Worker(setup, m)) for m in sorted(modules)}
        for picture in pictures:
            jobs = {peer: job(peer, case) for peer in wanted if can(setup, peer, case, picture)}
            result[picture.name] = medians(workers, jobs, picture.path, effort)
    return result


def medians(
    workers: dict[str, Worker], jobs: dict[str, Job], path: Path, effort: Effort
) -> dict[str, float]:
    """Do jobs with one picture in turn (A, B, C, A, B, C, …), after a first round that warms up.

    Returns:
        The median seconds of each.
    """
    times: dict[str, list[float]] = {name: [] for name in jobs}
    started = time.monotonic()
    for repetition in range(effort.most + 1):
        enough = repetition > effort.fewest and time.monotonic() - started > effort.seconds
        if enough:
            break
        for name, wanted in jobs.items():
            answer = workers[wanted.module].ask(wanted.case, path)
            if repetition:
                times[name].append(answer.seconds)
    return {name: statistics.median(seconds) for name, seconds in times.items()}
