"""Limits how many sources of a batch are in memory, and how many are decoded, at the same time.

The records of a batch send requests to S3 in parallel, but share the function's processors and
memory: a record waits until enough of both is free.
"""

from __future__ import annotations

import math
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Condition
from typing import TYPE_CHECKING

from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.results.outcome import Failure
from thumbnailer.settling.together import in_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from thumbnailer.settling.together import Together

# The memory for sources that are read and wait for decoding: a sixteenth of the memory, or one
# source of the maximum size.
_READ_AHEAD = 16


class OutOfTime(Failure):
    """The invocation does not have enough time left to decode another source."""

    code = "out_of_time"

    def __init__(self) -> None:
        super().__init__("not started: the invocation does not have enough time left")


class Supply:
    """An amount of a resource that threads share."""

    def __init__(self, amount: float) -> None:
        self.amount = amount
        self._free = amount
        self._waiting: list[int] = []
        self._changed = Condition()

    @contextmanager
    def held(self, share: float, place: int) -> Iterator[None]:
        """Hold a share; waits until it is free and no thread with an earlier place waits.

        Args:
            share: the amount, at most the whole.
            place: the position of the thread in the order of waiting; different for each.
        """
        with self._changed:
            self._waiting.append(place)
            self._changed.wait_for(lambda: self._free >= share and min(self._waiting) == place)
            self._waiting.remove(place)
            self._free -= share
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._free += share
                self._changed.notify_all()


@dataclass(frozen=True)
class Gate:
    """The resources that the records of one invocation share.

    Attributes:
        unread: the bytes for sources that are read ahead.
        processors: the number of sources decoded at the same time.
        memory: the bytes for sources that are decoded.
        in_time: whether there is time to start with another source.
        together: sends the requests for one source in parallel.
        place: the number of the record, from 0; records with lower numbers have priority.
    """

    unread: Supply
    processors: Supply
    memory: Supply
    in_time: Callable[[], bool]
    together: Together = in_turn
    place: int = 0

    def at(self, place: int) -> Gate:
        """The gate for the record at a place."""
        return replace(self, place=place)

    def refuse_late(self) -> None:
        """Check the time; the first record always passes, so that every batch makes progress.

        Raises:
            OutOfTime: if there is not enough time to start.
        """
        if self.place > 0 and not self.in_time():
            raise OutOfTime

    @contextmanager
    def reading(self, size: int) -> Iterator[None]:
        """Hold the memory for the bytes of a source.

        Raises:
            Rejected: if the function does not have enough memory.
        """
        _refuse_more_than(self.unread, size)
        with self.unread.held(size, self.place):
            yield

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold a processor.

        Raises:
            OutOfTime: if there is not enough time after the wait.
        """
        with self.processors.held(1, self.place):
            self.refuse_late()
            yield

    @contextmanager
    def decoding(self, needed: int) -> Iterator[None]:
        """Hold the memory, in bytes, that decoding and rendering a source takes.

        Raises:
            Rejected: if the function does not have enough memory.
        """
        _refuse_more_than(self.memory, needed)
        with self.memory.held(needed, self.place):
            yield


def gate(
    memory: int | None = None,
    processors: int = 1,
    max_bytes: int = 0,
    in_time: Callable[[], bool] = lambda: True,
    together: Together = in_turn,
) -> Gate:
    """A gate for one invocation.

    Args:
        memory: the bytes that sources and decoded images may take; None for no limit.
        processors: the number of sources decoded at the same time.
        max_bytes: the maximum size of a source.
        in_time: whether there is time to start with another source.
        together: sends the requests for one source in parallel.
    """
    if memory is None:
        return Gate(Supply(math.inf), Supply(processors), Supply(math.inf), in_time, together)
    ahead = min(max(max_bytes, memory // _READ_AHEAD), memory // 2)
    return Gate(Supply(ahead), Supply(processors), Supply(memory - ahead), in_time, together)


def _refuse_more_than(supply: Supply, needed: int) -> None:
    if needed > supply.amount:
        raise Rejected(
            Reason.TOO_MUCH_MEMORY,
            f"rendering could take {needed >> 20} MiB of memory; {int(supply.amount) >> 20} MiB"
            " are free",
        )
