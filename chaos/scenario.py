"""One run: uploads, faults, kills and redeployments at once; then quiet, redrive, the verdict."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from chaos import commands
from chaos.disturbances import Disturbances
from chaos.load import carry_out
from chaos.system import VISIBILITY_TIMEOUT, System, wait_for
from chaos.uploads import Step, plan
from chaos.verdict import Judge, Verdict
from tools.local_aws import log_lines

_REDRIVES = 3


@dataclass(frozen=True)
class Size:
    """How large a run is.

    Attributes:
        uploads: how many files are uploaded, not counting those that disturbances need.
        seconds: how long that takes.
        rounds: of disturbances.
        pause: seconds before each round.
        hangs: the share of requests that hang.
        max_receive_count: how often a message is tried before it moves to the dead-letter queue.
            The module takes 5 or more; few messages fail so often in so short a time.
        seed: of everything that is random, but for which request meets which fault.
    """

    uploads: int
    seconds: float
    rounds: int
    pause: float
    hangs: float
    max_receive_count: int
    seed: int = 1


FULL = Size(uploads=2000, seconds=60, rounds=3, pause=12, hangs=0.001, max_receive_count=2)
SHORT = Size(uploads=150, seconds=6, rounds=1, pause=3, hangs=0.006, max_receive_count=1)


@dataclass(frozen=True)
class Result:
    """What a run has shown.

    Attributes:
        steps: what was done to sources.
        duplicates: how many events were sent once more.
        injected: how often each kind of fault was.
        lines: how often the function logged each outcome and reason.
        redriven: how many dead letters were sent back.
        verdict: on what is in the bucket in the end.
    """

    steps: list[Step]
    duplicates: int
    injected: dict[str, int]
    lines: Counter[str]
    redriven: int
    verdict: Verdict


def run(system: System, size: Size, say: Callable[[str], None]) -> Result:
    """Run it all.

    Args:
        system: what is applied, and not used yet.
        size: of the run.
        say: takes a line at each turn of the run.

    Raises:
        ToolError: the queue does not become empty, or a disturbance does not work.
    """
    started = time.monotonic()

    def told(what: str) -> None:
        say(f"{time.monotonic() - started:4.0f} s  {what}")

    system.prepare(size.max_receive_count)
    planned = plan(size.uploads, size.seconds, size.seed)
    disturbances = Disturbances(system, size.seed + 1)
    with ThreadPoolExecutor(2) as threads:
        tasks = [
            threads.submit(carry_out, planned, system),
            threads.submit(disturbances.carry_out, size.rounds, size.pause, size.hangs),
        ]
        for task in tasks:
            task.result()
    injected = disturbances.injected()
    system.proxy.inject([])
    told(f"{sum(injected.values())} faults injected; quiet from now on")
    redriven = _until_quiet(system, told)
    steps = planned.steps + disturbances.steps
    return Result(
        steps,
        len(planned.duplicates),
        injected,
        _lines(system),
        redriven,
        judge(system, steps),
    )


def judge(system: System, steps: list[Step]) -> Verdict:
    """Hold everything against the last step of each key."""
    last = {step.key: step for step in steps}
    judge = Judge(system.s3, system.outputs)
    return judge.judge(last.values(), commands.dead_letters(system))


def _until_quiet(system: System, told: Callable[[str], None]) -> int:
    """Wait for the queue, and send dead letters back until there are none; gives how many."""
    redriven = 0
    for _ in range(_REDRIVES):
        wait_for(
            "the queue to be empty",
            lambda: system.waiting(system.queue) == 0,
            VISIBILITY_TIMEOUT * 4,
        )
        left = system.waiting(system.dead_letters)
        told(f"the queue is empty, the dead-letter queue holds {left}")
        if not left:
            break
        commands.redrive(system)
        redriven += left
    return redriven


def _lines(system: System) -> Counter[str]:
    logs = system.endpoint.client("logs")
    lines = log_lines.read(logs, system.outputs["log_group_name"])
    return Counter(f"{line['outcome']}: {line['reason']}" for line in lines)
