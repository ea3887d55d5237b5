"""Carries a plan out: uploads, deletes and announces, each at its time."""

import time
import zlib
from concurrent.futures import ThreadPoolExecutor

from chaos.system import System
from chaos.uploads import Plan, Step

_THREADS = 4


def carry_out(plan: Plan, system: System) -> None:
    """Carry a plan out; what is done to one key is done in order."""
    started = time.monotonic()
    with ThreadPoolExecutor(_THREADS + 1) as threads:
        tasks = [threads.submit(_announce, plan, system, started)]
        for number in range(_THREADS):
            mine = [s for s in plan.steps if zlib.crc32(s.key.encode()) % _THREADS == number]
            tasks.append(threads.submit(_do, mine, system, started))
        for task in tasks:
            task.result()


def _do(steps: list[Step], system: System, started: float) -> None:
    for step in steps:
        _sleep_until(started + step.at)
        system.do(step)


def _announce(plan: Plan, system: System, started: float) -> None:
    for at, key in plan.duplicates:
        _sleep_until(started + at)
        system.announce(key)


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))
