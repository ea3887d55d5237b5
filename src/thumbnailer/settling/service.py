"""Settles the sources of an invocation in parallel, and publishes a notice of each outcome."""

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

# The maximum batch size without a batching window. More threads would wait for the processor.
AT_A_TIME = 10
# Additional parallel requests: enough for a single source with the maximum number of variants to
# send all its requests in parallel.
BESIDE = MAX_VARIANTS
# The maximum number of parallel requests, and therefore of connections.
CONNECTIONS = AT_A_TIME + BESIDE

# No further source is started if less than this is left: the time for one large source, or for a
# request without a response. After a timeout, the whole batch would be received again.
MIN_REMAINING_MILLISECONDS = 15_000


class ForeignSource(Failure):
    """The source does not belong to this deployment: it comes from another notification."""

    code = "foreign_source"


class Done(NamedTuple):
    """The outcome for one source, and its duration.

    Attributes:
        number: the position of the source in the list of sources to settle, from 0.
        settlement: the outcome.
        milliseconds: the duration, including waiting.
    """

    number: int
    settlement: Settlement
    milliseconds: float


@dataclass(frozen=True)
class Service:
    """Settles sources of one deployment.

    Attributes:
        settings: the settings of the deployment.
        store: the store of sources and outputs.
        notifier: publishes a notice for each source; None for no notices.
    """

    settings: Settings
    store: Store
    notifier: Notifier | None = None

    def settle_all(
        self, hints: Sequence[Hint], remaining_milliseconds: Callable[[], int]
    ) -> Iterator[Done]:
        """Settle sources; yields each when it is done. Ends when all are done.

        A source that is named twice is settled twice, one after the other: the second time only
        checks the outputs of the first.

        Args:
            hints: the sources; if time is short, the first ones have priority.
            remaining_milliseconds: returns the remaining time of the invocation.
        """
        same: dict[SourceRef, list[tuple[int, Hint]]] = {}
        for number, hint in enumerate(hints):
            # A source that is named before is not new any more.
            known = Hint(hint.source) if hint.source in same else hint
            same.setdefault(hint.source, []).append((number, known))
        # The block ends after all threads: no thread runs longer than its invocation.
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
        """Settle one source; an error gives the outcome `failed`.

        After a write without a response, the source is settled again immediately, so that its
        thumbnails are not delayed. Its message must be received again nevertheless, which
        `unanswered` indicates.

        Args:
            hint: the source.
            gate: the gate of the invocation.
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
        except Exception as error:  # a failure of one source does not affect others
            return failure_of(error)
        return settlement

    def _refuse_foreign(self, ref: SourceRef) -> None:
        bucket, prefix = self.settings.bucket, self.settings.uploads_prefix
        if ref.bucket != bucket or not ref.key.startswith(prefix):
            raise ForeignSource(
                f"this function processes only s3://{bucket}/{prefix}*; find the notification or"
                " sender that uses its queue"
            )


def side_by_side(threads: Executor) -> Together:
    """Runs the first call in the calling thread, and the others in these threads.

    Does not wait for a free thread: the calling thread also runs calls that have not started.

    Args:
        threads: the threads of an invocation, shared by all its sources.
    """

    def together(calls: Sequence[Callable[[], Any]]) -> list[Any]:
        begun = [threads.submit(call) for call in calls[1:]]
        results = [call() for call in calls[:1]]
        for call, running in zip(calls[1:], begun, strict=True):
            results.append(call() if running.cancel() else running.result())
        return results

    return together
