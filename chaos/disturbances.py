"""What befalls the function itself while any of its requests may fail."""

import hashlib
import random
import time

from chaos import faults
from chaos.faults import Fault
from chaos.system import TIMEOUT, System, wait_for
from chaos.uploads import Step, picture
from tools.errors import ToolError

# Long enough for the function to be killed meanwhile, short enough that it would wait for it (3 s).
_SLOW_SECONDS = 2.5
# A timeout of the function that such a write outlasts.
_HURRIED_SECONDS = 2
_OUTAGE_SECONDS = 3.0
_PATIENCE_SECONDS = 180.0
_PAUSE_SECONDS = 0.5

# Each alone may fail before it gets to write.
_VICTIMS = 5


class Disturbances:
    """Kills, redeployments, outages and time-outs, and what they were noticed by.

    Attributes:
        steps: the uploads that they needed.
    """

    def __init__(self, system: System, seed: int) -> None:
        self._system = system
        self._chance = random.Random(seed)
        self._counts = {"killed": 0, "late_write_of_a_killed": 0, "redeployed": 0}
        self.steps: list[Step] = []

    def carry_out(self, rounds: int, pause: float, hangs: float) -> None:
        """Disturb, and go on until every kind of fault has been injected.

        Args:
            rounds: how often the function is killed, redeployed and cut off.
            pause: seconds before each round.
            hangs: the share of requests that hang.
        """
        system = self._system
        always = faults.everywhere(hangs)
        system.proxy.inject(always)
        for number in range(rounds):
            time.sleep(pause)
            self._kill_writers(number, always)
            self._outage(number)
            system.proxy.inject(always)
            system.redeploy(CHAOS=str(number))
            time.sleep(1)
            system.redeploy_code()
            self._counts["redeployed"] += 2
        self._run_out_of_time(always)
        endless = self._pictures("endless", _VICTIMS)
        hang = faults.slow_writes("endless_write", map(_etag, endless), faults.HANG_SECONDS)
        system.proxy.inject([*hang, *always])
        self._upload(endless)
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while never := [kind for kind, times in self.injected().items() if not times]:
            if time.monotonic() > deadline:
                raise ToolError(f"never injected: {', '.join(never)}")
            # Whatever is missing needs something to befall.
            self._upload(self._pictures(f"more{len(self.steps)}", 1))
            time.sleep(_PAUSE_SECONDS)

    def injected(self) -> dict[str, int]:
        """How often each kind of fault was injected."""
        time_outs = {"function_time_out": self._system.time_outs()}
        return self._system.proxy.fired() | self._counts | time_outs

    def _kill_writers(self, number: int, always: list[Fault]) -> None:
        """Kill all workers while some are writing, and see what they wrote arrive all the same."""
        system = self._system
        name = f"killed{number}"
        victims = self._pictures(name, _VICTIMS)

        def writing() -> set[str]:
            keys = system.proxy.keys("slow_write")
            return {key for key in keys if key.startswith(f"thumbnails/{name}")}

        slow = faults.slow_writes("slow_write", map(_etag, victims), _SLOW_SECONDS)
        system.proxy.inject([*slow, *always])
        self._upload(victims)
        wait_for("a write", lambda: bool(writing()), _PATIENCE_SECONDS)
        in_flight = writing()
        self._counts["killed"] += system.kill()
        system.proxy.inject(always)
        time.sleep(_SLOW_SECONDS + 1)
        # Their messages are still hidden: nobody else can have written these.
        self._counts["late_write_of_a_killed"] += len(in_flight & system.keys("thumbnails/killed"))

    def _run_out_of_time(self, always: list[Fault]) -> None:
        """Give the function less time than its writes take, until it has been ended in one."""
        system = self._system
        system.set_timeout(_HURRIED_SECONDS)
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not system.time_outs():
            if time.monotonic() > deadline:
                raise ToolError("the function never ran out of time")
            late = self._pictures(f"late{len(self.steps)}", 1)
            slow = faults.slow_writes("slow_write", map(_etag, late), _SLOW_SECONDS)
            system.proxy.inject([*slow, *always])
            self._upload(late)
            time.sleep(_SLOW_SECONDS + 1)
        system.set_timeout(TIMEOUT)

    def _outage(self, number: int) -> None:
        """Cut the function off, and make sure that it notices."""
        system, kind = self._system, "service_unavailable"
        before = system.proxy.fired().get(kind, 0)
        system.proxy.inject(faults.outage())
        self._upload(self._pictures(f"outage{number}", _VICTIMS))
        wait_for("an outage", lambda: system.proxy.fired()[kind] > before, _PATIENCE_SECONDS)
        time.sleep(_OUTAGE_SECONDS)

    def _pictures(self, name: str, count: int) -> list[Step]:
        return [
            Step(0, f"uploads/{name}-{n}.png", picture(self._chance, "PNG"), good=True)
            for n in range(count)
        ]

    def _upload(self, steps: list[Step]) -> None:
        self.steps += steps
        for step in steps:
            self._system.do(step)


def _etag(step: Step) -> str:
    return hashlib.md5(step.data or b"", usedforsecurity=False).hexdigest()
