"""One deployment at work: sources settled side by side, each with a notice of how it ended."""

from __future__ import annotations

import random
import time
import traceback
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from thumbnailer.results.notice import notice
from thumbnailer.results.objects import MalformedEvent
from thumbnailer.results.outcome import Outcome, Settlement
from thumbnailer.settling.gate import OutOfTime, gate
from thumbnailer.settling.ports import StoreError, Unanswered
from thumbnailer.settling.settle import NotSettled, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from thumbnailer.config.settings import Settings
    from thumbnailer.results.objects import SourceRef
    from thumbnailer.settling.gate import Gate
    from thumbnailer.settling.ports import Notifier, Store, Visibility

# As many as a batch has without a batching window. More threads would wait for the processor.
AT_A_TIME = 10

# No further source is taken once less than this is left: what one large picture may need, or a
# request that hangs. A time-out would bring the whole batch back.
MIN_REMAINING_MILLISECONDS = 15_000


class Done(NamedTuple):
    """How the work on one source ended, and how long it took.

    Attributes:
        token: what the caller knows the work by.
        ref: the source.
        settlement: the end.
        milliseconds: with the time spent waiting.
    """

    token: str
    ref: SourceRef
    settlement: Settlement
    milliseconds: float


@dataclass(frozen=True)
class Service:
    """What one deployment works with.

    Attributes:
        settings: of the deployment.
        store: of sources and outputs.
        notifier: is told how each source ended; None: nobody is.
        visibility: of messages that come back; None: they wait for their visibility timeout.
        chance: from 0 to 1, another one each time.
    """

    settings: Settings
    store: Store
    notifier: Notifier | None = None
    visibility: Visibility | None = None
    chance: Callable[[], float] = random.random

    def settle_all(
        self, work: Sequence[tuple[str, SourceRef]], remaining_milliseconds: Callable[[], int]
    ) -> Iterator[Done]:
        """Settle sources, and give each as it ends; all have ended when this is through.

        A source that is named twice is settled twice, one after the other: the second time costs a
        look at what the first has made.

        Args:
            work: sources, each with a token of the caller's; where time is short, the first ones
                come first.
            remaining_milliseconds: what is left of the invocation.
        """
        tokens: dict[SourceRef, list[str]] = {}
        for token, ref in work:
            tokens.setdefault(ref, []).append(token)
        limits = self.settings.recipe.limits
        shared = gate(self.settings.memory, self.settings.processors, limits.max_bytes)

        def in_time() -> bool:
            return remaining_milliseconds() >= MIN_REMAINING_MILLISECONDS

        # Left only when every thread has ended: none outlives its invocation.
        with ThreadPoolExecutor(AT_A_TIME) as threads:
            running = [
                threads.submit(
                    self._settle_each,
                    ref,
                    tokens[ref],
                    # The first one is always taken, so that a batch makes progress.
                    replace(shared, place=place, in_time=in_time if place else lambda: True),
                    in_time,
                )
                for place, ref in enumerate(tokens)
            ]
            for task in as_completed(running):
                yield from task.result()

    def _settle_each(
        self, ref: SourceRef, tokens: Sequence[str], gate: Gate, in_time: Callable[[], bool]
    ) -> list[Done]:
        done = []
        for token in tokens:
            started = time.perf_counter()
            settlement = self.settle_one(ref, gate, in_time)
            done.append(Done(token, ref, settlement, (time.perf_counter() - started) * 1000))
        return done

    def settle_one(self, ref: SourceRef, gate: Gate, in_time: Callable[[], bool]) -> Settlement:
        """Settle one source, whatever goes wrong.

        After a write without an answer it is settled once more at once, so that nobody waits for
        the thumbnail; `unanswered` says then that it has to come back all the same.

        Args:
            ref: the source.
            gate: of the invocation.
            in_time: whether there is time to settle it once more.
        """
        end = self._settle(ref, gate)
        if end.unanswered is None or not in_time():
            return end
        again = self._settle(ref, gate)
        return replace(again, unanswered=again.unanswered or end.unanswered)

    def _settle(self, ref: SourceRef, gate: Gate) -> Settlement:
        bucket, prefix = self.settings.bucket, self.settings.uploads_prefix
        if ref.bucket != bucket or not ref.key.startswith(prefix):
            return failed(
                "foreign_source",
                f"this function looks at s3://{bucket}/{prefix}* only; some other notification or"
                " sender reaches it",
            )
        try:
            if not gate.in_time():
                raise OutOfTime
            settlement = settle(ref.key, self.settings, self.store, gate)
            if self.notifier:
                self.notifier.publish(notice(ref.key, settlement, self.settings, time.time()))
        except Exception as error:  # one source's failure never touches another
            return failure_of(error)
        return settlement


def failure_of(error: Exception) -> Settlement:
    """The end of work that an error has stopped."""
    match error:
        case Unanswered():
            return replace(failed(error.code, str(error)), unanswered=error.code)
        case StoreError():
            return failed(error.code, str(error))
        case NotSettled():
            return failed("not_settled", str(error))
        case MalformedEvent():
            return failed("malformed_event", str(error))
        case OutOfTime():
            return failed("out_of_time", "handed back untouched")
    return failed(type(error).__name__, "".join(traceback.format_exception(error)))


def failed(reason: str, detail: str) -> Settlement:
    """The end of work that is worth another try."""
    return Settlement(Outcome.FAILED, reason, detail)
