"""Outputs converge on the newest source, whatever happens between any two calls of the store.

The real `settle` runs in up to three workers on one key. Hypothesis decides before each call what
happens next: sources come, change and go, calls fail with and without effect, workers are killed
and their last writes arrive late, messages come twice, another recipe is deployed. Calls that are
made side by side take effect in any order, with anything in between. Any message may be taken for
one of an upload, whose first round looks at nothing but the source, and for any other.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.property.settling.model.contents import SOURCES, prepare_once
from tests.property.settling.model.workers import PausingStore, Worker, running
from tests.property.settling.model.world import World
from thumbnailer.config.settings import OnDelete
from thumbnailer.results.objects import Output
from thumbnailer.settling.ports import Refused, Unchanged
from thumbnailer.settling.settle import _Settling
from tools.samples.memory_store import MemorySource

STEPS = 20
MOST_WORKERS = 3
WORKER = st.integers(0, MOST_WORKERS - 1)
# How far a worker gets: to some call, or to its end.
CALLS = st.none() | st.integers(0, 8)
# Which of several calls that are under way: two outputs and a report.
ONE_OF = st.integers(0, 2)


class Violation(AssertionError):
    """At rest, something is not as the newest source says."""


class Settling(RuleBasedStateMachine):
    """What can happen, in any order.

    Attributes:
        store: the kind of bucket.
        prompt: whether a message may come back before a write without an answer arrives.
        killing: whether workers are killed.
        trusting: whether a settled key is done with, although a write had no answer.
        hasty: whether a new recipe's message may come while workers have the old one.
        repeats: whether a key may come to hold what it held before.
    """

    store: type[PausingStore] = PausingStore
    prompt = False
    killing = True
    trusting = False
    hasty = False
    repeats = True

    @initialize(on_delete=st.sampled_from(OnDelete), reports=st.booleans(), calm=st.booleans())
    def deploy(self, on_delete: OnDelete, reports: bool, calm: bool) -> None:
        # Each message that comes again heals what went wrong before: without faults, more shows.
        self.calm = calm
        self.world = World(self.store(), on_delete, reports, self.prompt, self.trusting, self.hasty)

    @precondition(lambda self: self.may_put())
    @rule(name=st.sampled_from(sorted(SOURCES)))
    def put(self, name: str) -> None:
        self.world.put(name if self.repeats else self.world.unused()[0])

    @precondition(lambda self: self.repeats)
    @rule()
    def delete(self) -> None:
        self.world.delete()

    # While messages wait, one more changes nothing.
    @precondition(lambda self: not self.calm and not self.world.messages)
    @rule()
    def duplicate_a_message(self) -> None:
        self.world.messages += 1

    @precondition(lambda self: self.repeats)
    @rule()
    def redeploy(self) -> None:
        self.world.redeploy()

    @precondition(lambda self: self.world.messages and len(self.world.workers) < MOST_WORKERS)
    @rule(calls=CALLS, first=ONE_OF, upload=st.booleans())
    def start(self, calls: int | None, first: int, upload: bool) -> None:
        self.world.go_on(self.world.start(upload), calls, first)

    @precondition(lambda self: self.world.workers)
    @rule(number=WORKER, calls=CALLS, first=ONE_OF)
    def go_on(self, number: int, calls: int | None, first: int) -> None:
        self.world.go_on(self.worker(number), calls, first)

    @precondition(lambda self: self.world.messages and not self.world.workers)
    @precondition(lambda self: self.may_put())
    @rule(
        calls=st.integers(1, 8),
        first=ONE_OF,
        name=st.sampled_from(sorted(SOURCES)),
        killed=st.booleans(),
        uploads=st.tuples(st.booleans(), st.booleans()),
    )
    def overtake(
        self, calls: int, first: int, name: str, killed: bool, uploads: tuple[bool, bool]
    ) -> None:
        # Nothing that the others cannot do, but what most often goes wrong.
        worker = self.world.start(uploads[0])
        self.world.go_on(worker, calls, first)
        if killed and not worker.dead and not self.calm:
            self.interrupt(worker, first)
        self.put(name)
        self.world.go_on(self.world.start(uploads[1]))

    @precondition(lambda self: not self.calm and self.world.workers)
    @rule(number=WORKER, call=ONE_OF)
    def fail(self, number: int, call: int) -> None:
        self.world.fail(self.worker(number), call)

    @precondition(lambda self: not self.calm and self.world.workers)
    @rule(number=WORKER, call=ONE_OF)
    def lose(self, number: int, call: int) -> None:
        self.world.lose(self.worker(number), call)

    @precondition(lambda self: self.killing and not self.calm and self.world.workers)
    @rule(number=WORKER)
    def kill(self, number: int) -> None:
        self.world.kill(self.worker(number))

    @precondition(lambda self: self.world.late)
    @rule(number=ONE_OF)
    def land(self, number: int) -> None:
        self.world.land(number)

    @precondition(lambda self: self.world.workers or self.world.late or not self.may_put())
    @rule(order=st.permutations(["late", "workers", "messages"]), upload=st.booleans())
    def come_to_rest(self, order: Sequence[str], upload: bool) -> None:
        self.world.come_to_rest(order, upload)
        problems = self.world.problems()
        if problems:
            raise Violation(problems)

    def teardown(self) -> None:
        try:
            self.come_to_rest(["messages", "workers", "late"], upload=True)
        finally:
            self.world.end()

    def interrupt(self, worker: Worker, call: int) -> None:
        if self.killing:
            self.world.kill(worker)
        else:
            self.world.lose(worker, call)

    def may_put(self) -> bool:
        return self.repeats or bool(self.world.unused())

    def worker(self, number: int) -> Worker:
        return self.world.workers[number % len(self.world.workers)]


@pytest.fixture(autouse=True)
def _renders_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thumbnailer.settling.verdict.prepare", prepare_once)


def test_outputs_are_those_of_the_newest_source() -> None:
    check(Settling, max_examples=2000)


# What it rests on: each of these, left out, is found.


class BlindStore(PausingStore):
    """Finds every source unchanged when it is looked at again, as if nobody looked."""

    def open_source(self, key: str, unless_etag: str | None) -> MemorySource | Unchanged | None:
        source = super().open_source(key, unless_etag)
        if not isinstance(source, Unchanged):
            running().opened = source.etag if source else None
        return source

    def source_etag(self, key: str) -> str | None:
        super().source_etag(key)
        return running().opened


class CarelessStore(PausingStore):
    """Writes and removes whatever is there."""

    def _expect(self, key: str, seen: Output | None) -> None:
        pass


class WithoutLastLook(Settling):
    store = BlindStore


class LateWritesOvertaken(Settling):
    prompt = True


class NothingRepeats(LateWritesOvertaken):
    repeats = False


class WithoutConditions(NothingRepeats):
    store = CarelessStore


class UnansweredWritesOvertaken(LateWritesOvertaken):
    killing = False


class UnansweredWritesForgotten(Settling):
    killing = False
    trusting = True


class NoKills(Settling):
    killing = False


class HastyBackfill(Settling):
    hasty = True


def test_the_last_look() -> None:
    with pytest.raises(Violation):
        find(WithoutLastLook, start=2)


def test_the_look_at_what_was_taken_for_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = _Settling._changed

    def only_at_the_source(settling: _Settling, etag: str | None, unknown: list[str]) -> bool:
        del unknown
        return looks(settling, etag, [])

    monkeypatch.setattr(_Settling, "_changed", only_at_the_source)
    with pytest.raises(Violation):
        find(Settling)


def test_a_lost_answer_outweighs_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    # Of several writes under way: a further round does not make up for the lost one.
    monkeypatch.setattr(
        "thumbnailer.settling.together._order", lambda error: not isinstance(error, Refused)
    )
    with pytest.raises(Violation):
        find(NoKills, start=2)


def test_the_conditions_of_writes_that_arrive_late() -> None:
    check(NothingRepeats, max_examples=500)
    with pytest.raises(Violation):
        find(WithoutConditions)


def test_the_visibility_timeout() -> None:
    # A condition cannot tell a picture from the same one that came back after another.
    with pytest.raises(Violation):
        find(LateWritesOvertaken)


def test_a_write_without_an_answer_keeps_its_message_waiting() -> None:
    with pytest.raises(Violation):
        find(UnansweredWritesOvertaken)


def test_a_write_without_an_answer_brings_its_message_back() -> None:
    # Even if another one was answered since.
    with pytest.raises(Violation):
        find(UnansweredWritesForgotten)


def test_a_backfill_that_waits_for_the_old_recipe_to_be_done() -> None:
    # A worker that was started before a redeployment cannot know that its recipe is the older one.
    with pytest.raises(Violation):
        find(HastyBackfill)


def check(machine: type[Settling], max_examples: int) -> None:
    run_state_machine_as_test(
        machine, settings=settings(max_examples=max_examples, stateful_step_count=STEPS)
    )


def find(machine: type[Settling], start: int = 0) -> None:
    """Look for a violation, each time in the same way, and raise the first one.

    Args:
        machine: what is left out.
        start: of the random numbers; some find one sooner.
    """
    run_state_machine_as_test(
        seed(start)(machine),
        settings=settings(
            max_examples=20_000,
            stateful_step_count=STEPS,
            database=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
