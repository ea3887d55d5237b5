"""One source key and everything that can happen to it, at rest and in between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from tests.property.settling.model.contents import GOOD, RECIPES, SOURCES, outputs_of
from tests.property.settling.model.workers import PausingStore, Worker, arrive
from thumbnailer.config.recipe import Variant
from thumbnailer.config.settings import OnDelete, Settings
from thumbnailer.results.objects import Origin
from thumbnailer.results.outcome import Outcome
from tools.samples.memory_store import Stored
from tools.samples.recipes import deployed

KEY = "uploads/a.png"
REPORT = f"rejected/{KEY}.json"


@dataclass
class World:
    """A key, its messages and those who handle them.

    A message names the key and nothing else, so a number says all about those that wait; they are
    taken in any order.

    Attributes:
        store: the bucket.
        on_delete: of the deployment.
        reports: whether the deployment writes reports of rejected sources.
        prompt: whether a message may come back before a write of its worker arrives that had no
            answer, since the worker was killed or waited in vain. Visibility timeouts rule it out.
        trusting: whether a message is acknowledged once its key is settled, although a write had no
            answer.
        hasty: whether the key is enqueued for a new recipe while workers still have the old one.
        messages: how many wait.
        workers: those that run.
        late: writes without an answer that have not arrived, each with its worker.
        recipe: the number of the newest recipe.
        backfill: whether the key is yet to be enqueued for that recipe.
        past: all good sources so far.
    """

    store: PausingStore
    on_delete: OnDelete
    reports: bool
    prompt: bool = False
    trusting: bool = False
    hasty: bool = False
    messages: int = 0
    workers: list[Worker] = field(default_factory=list)
    late: list[tuple[Callable[[], object], Worker]] = field(default_factory=list)
    recipe: int = 0
    backfill: bool = False
    past: list[bytes] = field(default_factory=list)

    def settings(self) -> Settings:
        """Those of the newest deployment."""
        prefix = "rejected/" if self.reports else None
        return deployed(RECIPES[self.recipe], on_delete=self.on_delete, rejected_prefix=prefix)

    def put(self, name: str) -> None:
        """Upload or replace the source."""
        data = SOURCES[name]
        self.store.put(KEY, data)
        self.past += [data] if name in GOOD else []
        self.messages += 1

    def unused(self) -> list[str]:
        """The good sources that have not been there, twins left out."""
        return [name for name in ("red", "green", "blue") if GOOD[name] not in self.past]

    def delete(self) -> None:
        """Delete the source."""
        self.store.objects.pop(KEY, None)
        self.messages += 1

    def redeploy(self) -> None:
        """Deploy the other recipe, and enqueue the key for it."""
        self.recipe = 1 - self.recipe
        self.backfill = True
        self._enqueue_if_due()

    def start(self, upload: bool) -> Worker:
        """Give a message to a new worker.

        Args:
            upload: whether it is said to be one of an upload, which need not be true.
        """
        self.messages -= 1
        worker = Worker(KEY, self.settings(), self.store, upload)
        self.workers.append(worker)
        self.move(worker, worker.switch)
        return worker

    def go_on(self, worker: Worker, calls: int | None = None, first: int = 0) -> None:
        """Let a worker make so many calls; None: all that it still makes.

        Args:
            worker: which.
            calls: how many.
            first: where several are under way, which of them takes effect first.
        """
        while not worker.dead and calls != 0:
            self.move(worker, partial(worker.go_on, worker.caller(first)))
            calls = None if calls is None else calls - 1

    def move(self, worker: Worker, how: Callable[[], None]) -> None:
        """Let a worker do something; the message of one that ends badly comes back."""
        how()
        if worker.dead:
            self.workers.remove(worker)
            if self.prompt or not worker.in_the_air:
                self.messages += self._comes_back(worker)
            self._enqueue_if_due()

    def kill(self, worker: Worker) -> None:
        """Kill a worker; the writes that it was about to send are on their way."""
        for request in worker.requests:
            self._send(worker, request)
        self.move(worker, worker.kill)

    def fail(self, worker: Worker, number: int) -> None:
        """Let one of the calls that a worker stands before fail."""
        self.move(worker, partial(worker.fail, worker.caller(number)))

    def lose(self, worker: Worker, number: int) -> None:
        """Let one of these calls have no answer, and a write be on its way."""
        caller = worker.caller(number)
        if caller.request:
            self._send(worker, caller.request)
            self.move(worker, partial(worker.lose, caller))
        else:
            self.move(worker, partial(worker.fail, caller))

    def land(self, number: int = 0) -> None:
        """Let a late write arrive; only after its last one does a message come back."""
        request, worker = self.late.pop(number % len(self.late))
        arrive(request)
        worker.in_the_air -= 1
        if worker.dead and not worker.in_the_air and not self.prompt:
            self.messages += self._comes_back(worker)

    def come_to_rest(self, order: Sequence[str], upload: bool) -> None:
        """Let everything happen that still has to, with nothing in the way.

        Args:
            order: what goes first of "late", "workers" and "messages". Whatever is handled last
                heals what went wrong before: only some orders show it.
            upload: whether the messages are said to be of uploads.
        """
        while self.late or self.workers or self.messages:
            waiting = {"late": self.late, "workers": self.workers, "messages": self.messages}
            first = next(kind for kind in order if waiting[kind])
            if first == "late":
                self.land()
            elif first == "workers":
                self.go_on(self.workers[0])
            else:
                self.go_on(self.start(upload))

    def end(self) -> None:
        """Kill all workers."""
        for worker in self.workers:
            worker.kill()

    def problems(self) -> list[str]:
        """What is wrong at rest."""
        source = self.store.objects.get(KEY)
        wrong = [f"{self.store.open_sources} open sources"] if self.store.open_sources else []
        wrong += self._wrong_outputs(source)
        report = self.store.objects.get(REPORT)
        rejected = source is not None and source.data not in GOOD.values()
        if (report is not None) != (rejected and self.reports):
            wrong.append(f"report: {report}")
        made_by = RECIPES[self.recipe].id
        if report and source and report.origin != Origin(source.etag, recipe_id=made_by):
            wrong.append("the report is of another source or recipe")
        unknown = set(self.store.objects) - {KEY, REPORT, *self._keys()}
        return wrong + [f"{key} should not be there" for key in unknown]

    def _comes_back(self, worker: Worker) -> bool:
        end = worker.end
        if end is None or end.outcome is Outcome.FAILED:
            return True
        return end.comes_back and not self.trusting

    def _send(self, worker: Worker, request: Callable[[], object]) -> None:
        self.late.append((request, worker))
        worker.in_the_air += 1

    def _wrong_outputs(self, source: Stored | None) -> list[str]:
        good = source is not None and source.data in GOOD.values()
        if source and good:
            fresh = outputs_of(source.data, RECIPES[self.recipe], _output_key)
            ids = RECIPES[self.recipe].variant_ids
            origins = {
                _output_key(variant): Origin(source.etag, variant_id=ids[variant.name])
                for variant in RECIPES[self.recipe].variants
            }
            return [
                f"{key}: stale" for key in fresh if not self._is(key, [fresh[key]], origins[key])
            ]
        there = [key for key in self._keys() if key in self.store.objects]
        if self.on_delete is OnDelete.REMOVE:
            return [f"{key}: still there" for key in there]
        return [f"{key}: of no source" for key in there if not self._is(key, self._once(key))]

    def _is(self, key: str, any_of: list[bytes], origin: Origin | None = None) -> bool:
        stored = self.store.objects.get(key)
        if stored is None or stored.data not in any_of:
            return False
        return origin in (None, stored.origin)

    def _once(self, key: str) -> list[bytes]:
        return [outputs_of(data, made, _output_key)[key] for data in self.past for made in RECIPES]

    def _keys(self) -> list[str]:
        return [_output_key(variant) for variant in RECIPES[0].variants]

    def _enqueue_if_due(self) -> None:
        old = [w for w in self.workers if w.settings.recipe != RECIPES[self.recipe]]
        if self.backfill and (self.hasty or not old):
            self.backfill = False
            self.messages += 1


def _output_key(variant: Variant) -> str:
    return variant.key.output_key(KEY, "uploads/")
