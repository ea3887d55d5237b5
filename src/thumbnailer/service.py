"""One deployment at work: sources settled side by side, each with a notice of how it ended."""

from __future__ import annotations

import time
import traceback
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from thumbnailer.gate import OutOfTime, gate
from thumbnailer.notice import notice
from thumbnailer.outcome import Outcome, Settlement
from thumbnailer.ports import StoreError
from thumbnailer.settle import NotSettled, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from thumbnailer.events import SourceRef
    from thumbnailer.gate import Gate
    from thumbnailer.ports import Notifier, Store
    from thumbnailer.settings import Settings

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
    """What one deployment works with."""

    settings: Settings
    store: Store
    notifier: Notifier | None = None

    def settle_all(
        self, work: Sequence[tuple[str, SourceRef]], remaining_milliseconds: Callable[[], int]
    ) -> Iterator[Done]:
        """Settle sources, and give each as it ends; all have ended when this is through.

        A source that is named twice is settled twice, one after the other: the second time costs a
        look at what the first has made.

        Args:
            work: sources, each with a token of the caller's.
            remaining_milliseconds: what is left of the invocation.
        """
        tokens: dict[SourceRef, list[str]] = {}
        for token, ref in work:
            tokens.setdefault(ref, []).append(token)
        limits = self.settings.recipe.limits
        first = gate(self.settings.memory, self.settings.processors, limits.max_bytes)
        # The first one is always taken, so that a batch makes progress whatever the time-out.
        others = replace(
            first, in_time=lambda: remaining_milliseconds() >= MIN_REMAINING_MILLISECONDS
        )
        # Left only when every thread has ended: none outlives its invocation.
        with ThreadPoolExecutor(AT_A_TIME) as threads:
            running = [
                threads.submit(self._settle_each, ref, tokens[ref], others if number else first)
                for number, ref in enumerate(tokens)
            ]
            for task in as_completed(running):
                yield from task.result()

    def _settle_each(self, ref: SourceRef, tokens: Sequence[str], gate: Gate) -> list[Done]:
        done = []
        for token in tokens:
            started = time.perf_counter()
            settlement = self._settle(ref, gate)
            done.append(Done(token, ref, settlement, (time.perf_counter() - started) * 1000))
        return done

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
        except StoreError as error:
            return failed(error.code, str(error))
        except NotSettled as error:
            return failed("not_settled", str(error))
        except OutOfTime:
            return failed("out_of_time", "handed back untouched")
        except Exception as error:  # one source's failure never touches another
            return failed(type(error).__name__, traceback.format_exc())
        return settlement


def failed(reason: str, detail: str) -> Settlement:
    """The end of work that is worth another try."""
    return Settlement(Outcome.FAILED, reason, detail)
