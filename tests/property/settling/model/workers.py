"""Workers that stop before every call of the store until somebody lets them go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from greenlet import GreenletExit, getcurrent, greenlet  # type: ignore[import-untyped]

from thumbnailer.config.settings import Settings
from thumbnailer.results.objects import Content, Hint, Origin, Output, SourceRef
from thumbnailer.results.outcome import Settlement
from thumbnailer.settling.gate import gate
from thumbnailer.settling.ports import Refused, StoreError, Unanswered
from thumbnailer.settling.service import Service
from tools.samples.memory_store import MemoryStore

if TYPE_CHECKING:
    Greenlet = Any
else:
    Greenlet = greenlet


class PausingStore(MemoryStore):
    """A bucket whose calls wait: each worker stands before its next ones."""

    def __init__(self) -> None:
        super().__init__(before=_pause)

    def write_output(
        self, key: str, content: Content, origin: Origin, replaces: Output | None
    ) -> Output:
        _about_to(partial(self.write_output, key, content, origin, replaces))
        return super().write_output(key, content, origin, replaces)

    def remove_output(self, key: str, seen: Output) -> None:
        _about_to(partial(self.remove_output, key, seen))
        super().remove_output(key, seen)


class Caller(Greenlet):  # type: ignore[misc]
    """Makes calls of the store, one after the other, and stands before each of them.

    Attributes:
        request: the write or removal it is about to send.
        error: what that call is to raise.
    """

    request: Callable[[], object] | None = None
    error: Exception | None = None


class Worker(Caller):
    """Settles one key for one message, as a function process does.

    Attributes:
        settings: those it was started with; a redeployment does not reach it.
        upload: whether its message tells of an upload.
        side_by_side: those who make its calls while several are under way.
        opened: the ETag of the source that it opened last.
        end: how it ended; None while it runs, and when it was killed.
        in_the_air: how many of its requests have had no answer and not arrived.
    """

    def __init__(self, key: str, settings: Settings, store: MemoryStore, upload: bool) -> None:
        super().__init__()
        self.key, self.settings, self.store, self.upload = key, settings, store, upload
        self.side_by_side: list[Caller] = []
        self.opened: str | None = None
        self.end: Settlement | None = None
        self.in_the_air = 0
        self._next: Caller = self

    def run(self) -> None:
        """Settle the key, as for one message of a batch."""
        hint = Hint(SourceRef(self.settings.bucket, self.key), self.upload)
        shared = gate(together=self._together)
        self.end = Service(self.settings, self.store).settle_one(hint, shared)

    def caller(self, number: int) -> Caller:
        """One of those whose calls are under way."""
        callers = self.side_by_side or [self]
        return callers[number % len(callers)]

    @property
    def requests(self) -> list[Callable[[], object]]:
        """The writes and removals that it is about to send."""
        return [c.request for c in (self.side_by_side or [self]) if c.request]

    def go_on(self, caller: Caller) -> None:
        """Let the call that a caller stands before take effect, and go on to the next one."""
        self._next = caller
        self.switch()

    def fail(self, caller: Caller) -> None:
        """Let that call fail."""
        caller.error = StoreError("SlowDown", "thrown by the model")
        self.go_on(caller)

    def lose(self, caller: Caller) -> None:
        """Let that call, a write or removal, have no answer."""
        caller.error = Unanswered("ReadTimeoutError", "thrown by the model")
        self.go_on(caller)

    def kill(self) -> None:
        """End it where it stands, with all its calls."""
        self.throw(GreenletExit)

    def _together(self, calls: Sequence[Callable[[], Any]]) -> list[Any]:
        results: dict[int, Any] = {}

        def make(number: int) -> None:
            results[number] = calls[number]()

        callers = [Caller(partial(make, number), self) for number in range(len(calls))]
        try:
            for caller in callers:
                caller.switch()
            while alive := [caller for caller in callers if not caller.dead]:
                self.side_by_side = alive
                self.parent.switch()
                self._next.switch()
        finally:
            self.side_by_side = []
            for caller in callers:
                caller.throw(GreenletExit)
        return [results[number] for number in range(len(calls))]


def arrive(request: Callable[[], object]) -> None:
    """Let a write or removal reach the store, with nobody there to hear the answer."""
    with suppress(Refused):
        request()


def running() -> Worker:
    """The worker that runs."""
    current = getcurrent()
    worker = current if isinstance(current, Worker) else current.parent
    assert isinstance(worker, Worker)
    return worker


def _about_to(request: Callable[[], object]) -> None:
    if isinstance(caller := getcurrent(), Caller):
        caller.request = request


def _pause(_: str) -> None:
    # What arrives without a worker is a request whose sender is gone.
    if isinstance(caller := getcurrent(), Caller):
        caller.parent.switch()
        caller.request = None
        if caller.error:
            error, caller.error = caller.error, None
            raise error
