"""One deployment at work: sources settled side by side, each with a notice of how it ended."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from thumbnailer.config.recipe_json import MAX_VARIANTS
from thumbnailer.results.notice import notice
from thumbnailer.results.objects import Hint
from thumbnailer.results.outcome import Failure, failure_of
from thumbnailer.settling.gate import gate
from thumbnailer.settling.settle import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor

    from thumbnailer.config.settings import Settings
    from thumbnailer.results.objects import SourceRef
    from thumbnailer.results.outcome import Settlement
    from thumbnailer.settling.gate import Gate
    from thumbnailer.settling.ports import Notifier, Store
    from thumbnailer.settling.together import Together

# As many as a batch has without a batching window. More threads would wait for the processor.
AT_A_TIME = 10
# Further requests at a time, for those that a source makes side by side: all that a source of the
# most variants has, where it is alone.
BESIDE = MAX_VARIANTS
# Requests at a time, and hence connections.
CONNECTIONS = AT_A_TIME + BESIDE

# No further source is taken once less than this is left: what one large picture may need, or a
# request that hangs. A time-out would bring the whole batch back.
MIN_REMAINING_MILLISECONDS = 15_000


class ForeignSource(Failure):
    """The source is not of this deployment: some other notification or sender reaches it."""

    code = "foreign_source"


class Done(NamedTuple):
    """How the work on one source ended, and how long it took.

    Attributes:
        number: of the source among those that were to be settled, from 0 on.
        settlement: the end.
        milliseconds: with the time spent waiting.
    """

    number: int
    settlement: Settlement
    milliseconds: float


@dataclass(frozen=True)
class Service:
    """What one deployment works with.

    Attributes:
        settings: of the deployment.
        store: of sources and outputs.
        notifier: is told how each source ended; None: nobody is.
    """

    settings: Settings
    store: Store
    notifier: Notifier | None = None

    def settle_all(
        self, hints: Sequence[Hint], remaining_milliseconds: Callable[[], int]
    ) -> Iterator[Done]:
        """Settle sources, and give each as it ends; all have ended when this is through.

        A source that is named twice is settled twice, one after the other: the second time costs a
        look at what the first has made.

        Args:
            hints: of the sources; where time is short, the first ones come first.
            remaining_milliseconds: what is left of the invocation.
        """
        same: dict[SourceRef, list[tuple[int, Hint]]] = {}
        for number, hint in enumerate(hints):
            # What is named before is not new any more.
            known = Hint(hint.source) if hint.source in same else hint
            same.setdefault(hint.source, []).append((number, known))
        # Left only when every thread has ended: none outlives its invocation.
        with ThreadPoolExecutor(BESIDE) as beside, ThreadPoolExecutor(AT_A_TIME) as threads:
            shared = gate(
                self.settings.memory,
                self.settings.processors,
                self.settings.recipe.limits.max_bytes,
                lambda: remaining_milliseconds() >= MIN_REMAINING_MILLISECONDS,
                side_by_side(beside),
            )
            running = [
                threads.submit(self._settle_each, numbered, shared.at(place))
                for place, numbered in enumerate(same.values())
            ]
            for task in as_completed(running):
                yield from task.result()

    def _settle_each(self, numbered: Sequence[tuple[int, Hint]], gate: Gate) -> list[Done]:
        done = []
        for number, hint in numbered:
            started = time.perf_counter()
            settlement = self.settle_one(hint, gate)
            done.append(Done(number, settlement, (time.perf_counter() - started) * 1000))
        return done

    def settle_one(self, hint: Hint, gate: Gate) -> Settlement:
        """Settle one source, whatever goes wrong.

        After a write without an answer it is settled once more at once, so that nobody waits for
        the thumbnail; `unanswered` says then that it has to come back all the same.

        Args:
            hint: of the source.
            gate: of the invocation.
        """
        end = self._settle(hint, gate)
        if end.unanswered is None or not gate.in_time():
            return end
        again = self._settle(Hint(hint.source), gate)
        return replace(again, unanswered=again.unanswered or end.unanswered)

    def _settle(self, hint: Hint, gate: Gate) -> Settlement:
        ref = hint.source
        try:
            self._refuse_foreign(ref)
            gate.refuse_late()
            settlement = settle(ref.key, self.settings, self.store, gate, upload=hint.upload)
            if self.notifier:
                self.notifier.publish(notice(ref.key, settlement, self.settings, time.time()))
        except Exception as error:  # one source's failure never touches another
            return failure_of(error)
        return settlement

    def _refuse_foreign(self, ref: SourceRef) -> None:
        bucket, prefix = self.settings.bucket, self.settings.uploads_prefix
        if ref.bucket != bucket or not ref.key.startswith(prefix):
            raise ForeignSource(
                f"this function looks at s3://{bucket}/{prefix}* only; some other notification or"
                " sender reaches it"
            )


def side_by_side(threads: Executor) -> Together:
    """Make the first call in the thread that asks for it, and the others in these.

    Nobody waits for a thread to be free: what has not begun when its turn comes is called here.

    Args:
        threads: of an invocation, for all its sources.
    """

    def together(calls: Sequence[Callable[[], Any]]) -> list[Any]:
        begun = [threads.submit(call) for call in calls[1:]]
        results = [call() for call in calls[:1]]
        for call, running in zip(calls[1:], begun, strict=True):
            results.append(call() if running.cancel() else running.result())
        return results

    return together
