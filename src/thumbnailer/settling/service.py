"""One deployment at work: sources settled side by side, each with a notice of how it ended."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from thumbnailer.results.notice import notice
from thumbnailer.results.outcome import Failure, failure_of
from thumbnailer.settling.gate import gate
from thumbnailer.settling.settle import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from thumbnailer.config.settings import Settings
    from thumbnailer.results.objects import SourceRef
    from thumbnailer.results.outcome import Settlement
    from thumbnailer.settling.gate import Gate
    from thumbnailer.settling.ports import Notifier, Store

# As many as a batch has without a batching window. More threads would wait for the processor.
AT_A_TIME = 10

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
        self, sources: Sequence[SourceRef], remaining_milliseconds: Callable[[], int]
    ) -> Iterator[Done]:
        """Settle sources, and give each as it ends; all have ended when this is through.

        A source that is named twice is settled twice, one after the other: the second time costs a
        look at what the first has made.

        Args:
            sources: where time is short, the first ones come first.
            remaining_milliseconds: what is left of the invocation.
        """
        numbers: dict[SourceRef, list[int]] = {}
        for number, ref in enumerate(sources):
            numbers.setdefault(ref, []).append(number)
        shared = gate(
            self.settings.memory,
            self.settings.processors,
            self.settings.recipe.limits.max_bytes,
            lambda: remaining_milliseconds() >= MIN_REMAINING_MILLISECONDS,
        )
        # Left only when every thread has ended: none outlives its invocation.
        with ThreadPoolExecutor(AT_A_TIME) as threads:
            running = [
                threads.submit(self._settle_each, ref, numbers[ref], shared.at(place))
                for place, ref in enumerate(numbers)
            ]
            for task in as_completed(running):
                yield from task.result()

    def _settle_each(self, ref: SourceRef, numbers: Sequence[int], gate: Gate) -> list[Done]:
        done = []
        for number in numbers:
            started = time.perf_counter()
            settlement = self.settle_one(ref, gate)
            done.append(Done(number, settlement, (time.perf_counter() - started) * 1000))
        return done

    def settle_one(self, ref: SourceRef, gate: Gate) -> Settlement:
        """Settle one source, whatever goes wrong.

        After a write without an answer it is settled once more at once, so that nobody waits for
        the thumbnail; `unanswered` says then that it has to come back all the same.

        Args:
            ref: the source.
            gate: of the invocation.
        """
        end = self._settle(ref, gate)
        if end.unanswered is None or not gate.in_time():
            return end
        again = self._settle(ref, gate)
        return replace(again, unanswered=again.unanswered or end.unanswered)

    def _settle(self, ref: SourceRef, gate: Gate) -> Settlement:
        try:
            self._refuse_foreign(ref)
            gate.refuse_late()
            settlement = settle(ref.key, self.settings, self.store, gate)
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
