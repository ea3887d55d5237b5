"""Outputs converge on the newest source, whatever happens between any two calls of the store.

The real `settle` runs in up to three workers on one key. Hypothesis decides before each call what
happens next: sources come, change and go, calls fail with and without effect, workers are killed
and their last write arrives late, messages come twice, another recipe is deployed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.property.model.contents import SOURCES, render_once
from tests.property.model.workers import PausingStore, Worker
from tests.property.model.world import World
from thumbnailer.ports import Output
from thumbnailer.settings import OnDelete

MOST_WORKERS = 3


class Violation(AssertionError):
    """At rest, something is not as the newest source says."""


class Settling(RuleBasedStateMachine):
    """What can happen, in any order."""

    store: type[PausingStore] = PausingStore
    prompt = False

    @initialize(on_delete=st.sampled_from(OnDelete), reports=st.booleans())
    def deploy(self, on_delete: OnDelete, reports: bool) -> None:
        self.world = World(self.store(), on_delete, reports, self.prompt)

    @rule(name=st.sampled_from(sorted(SOURCES)))
    def put(self, name: str) -> None:
        self.world.put(name)

    @rule()
    def delete(self) -> None:
        self.world.delete()

    @rule()
    def duplicate_a_message(self) -> None:
        self.world.messages += 1

    @rule()
    def redeploy(self) -> None:
        self.world.redeploy()

    @precondition(lambda self: self.world.messages and len(self.world.workers) < MOST_WORKERS)
    @rule(calls=st.integers(0, 8))
    def start(self, calls: int) -> None:
        self.world.start()
        self.go_on(-1, calls)

    @precondition(lambda self: self.world.workers)
    @rule(number=st.integers(0, MOST_WORKERS - 1), calls=st.integers(1, 8))
    def go_on(self, number: int, calls: int) -> None:
        worker = self.worker(number)
        for _ in range(calls):
            if not worker.dead:
                self.world.move(worker, worker.go_on)

    @precondition(lambda self: self.world.workers)
    @rule(number=st.integers(0, MOST_WORKERS - 1), takes_effect=st.booleans())
    def fail(self, number: int, takes_effect: bool) -> None:
        worker = self.worker(number)
        self.world.move(worker, worker.fail_afterwards if takes_effect else worker.fail)

    @precondition(lambda self: self.world.workers)
    @rule(number=st.integers(0, MOST_WORKERS - 1))
    def kill(self, number: int) -> None:
        self.world.kill(self.worker(number))

    @precondition(lambda self: self.world.late)
    @rule()
    def land(self) -> None:
        self.world.land()

    @rule()
    def come_to_rest(self) -> None:
        self.world.come_to_rest()
        problems = self.world.problems()
        if problems:
            raise Violation(problems)

    def teardown(self) -> None:
        try:
            self.come_to_rest()
        finally:
            self.world.end()

    def worker(self, number: int) -> Worker:
        return self.world.workers[number % len(self.world.workers)]


@pytest.fixture(autouse=True)
def _renders_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thumbnailer.settle.render", render_once)


def test_outputs_are_those_of_the_newest_source() -> None:
    run_state_machine_as_test(Settling, settings=settings(max_examples=2000, deadline=None))


class BlindStore(PausingStore):
    """Says of every source that it is unchanged: what settling would do without its last look."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: dict[Worker, str | None] = {}


class CarelessStore(PausingStore):
    """Writes and removes whatever is there."""

    def _expect(self, key: str, seen: Output | None) -> None:
        pass
