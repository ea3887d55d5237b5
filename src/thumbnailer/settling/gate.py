"""How much of a batch is in memory, and how much is decoded, at the same time.

Records of a batch wait for S3 side by side. What they cannot share freely are the function's
processors and its memory: who finds too little left of them waits for its mates.
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

# What sources that were read and wait to be decoded may take: a sixteenth of the memory, or one
# source of the largest size.
_READ_AHEAD = 16


class OutOfTime(Failure):
    """The invocation ends too soon for another picture to be decoded in it."""

    code = "out_of_time"

    def __init__(self) -> None:
        super().__init__("handed back untouched")


class Supply:
    """So much of something that threads share."""

    def __init__(self, amount: float) -> None:
        self.amount = amount
        self._free = amount
        self._waiting: list[int] = []
        self._changed = Condition()

    @contextmanager
    def held(self, share: float, place: int) -> Iterator[None]:
        """Hold a share, waiting until so much is free and nobody of an earlier place waits.

        Args:
            share: at most the whole.
            place: of whoever wants it, each another.
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
    """What the records of one invocation share.

    Attributes:
        unread: bytes for sources that are read ahead.
        processors: how many pictures are decoded at the same time.
        memory: bytes for the pictures that are decoded.
        in_time: whether there is time to begin with another picture.
        together: makes the requests for one source side by side.
        place: of the record, from 0 on: who wants the same as another goes by it.
    """

    unread: Supply
    processors: Supply
    memory: Supply
    in_time: Callable[[], bool]
    together: Together = in_turn
    place: int = 0

    def at(self, place: int) -> Gate:
        """The same for the record at a place."""
        return replace(self, place=place)

    def refuse_late(self) -> None:
        """Let a record through that is in time; the first one is, so that a batch makes progress.

        Raises:
            OutOfTime: it is not.
        """
        if self.place > 0 and not self.in_time():
            raise OutOfTime

    @contextmanager
    def reading(self, size: int) -> Iterator[None]:
        """Hold a source's bytes in memory.

        Raises:
            Rejected: when the function has too little memory for it.
        """
        _refuse_more_than(self.unread, size)
        with self.unread.held(size, self.place):
            yield

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold a processor.

        Raises:
            OutOfTime: when the turn came too late.
        """
        with self.processors.held(1, self.place):
            self.refuse_late()
            yield

    @contextmanager
    def decoding(self, needed: int) -> Iterator[None]:
        """Hold the bytes of memory that a picture takes while it is decoded and rendered.

        Raises:
            Rejected: when the function has too little memory for it.
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
        memory: bytes that sources and pictures may take; None for any amount.
        processors: how many pictures are decoded at the same time.
        max_bytes: the size of the largest source.
        in_time: whether there is time to begin with another picture.
        together: makes the requests for one source side by side.
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
