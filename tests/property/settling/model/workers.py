"""Workers that stop before every call of the store until somebody lets them go on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from greenlet import GreenletExit, getcurrent, greenlet  # type: ignore[import-untyped]

from thumbnailer.config.settings import Settings
from thumbnailer.results.objects import Content, Origin, Output, SourceRef
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
    """A bucket whose calls wait: each worker stands before its next one."""

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


class Worker(Greenlet):  # type: ignore[misc]
    """Settles one key for one message, as a function process does.

    Attributes:
        settings: those it was started with; a redeployment does not reach it.
        request: the write or removal it is about to send.
        opened: the ETag of the source that it opened last.
        end: how it ended; None while it runs, and when it was killed.
        in_the_air: how many of its requests have had no answer and not arrived.
    """

    def __init__(self, key: str, settings: Settings, store: MemoryStore) -> None:
        super().__init__()
        self.key, self.settings, self.store = key, settings, store
        self.request: Callable[[], object] | None = None
        self.opened: str | None = None
        self.end: Settlement | None = None
        self.in_the_air = 0

    def run(self) -> None:
        """Settle the key, as for one message of a batch."""
        ref = SourceRef(self.settings.bucket, self.key)
        self.end = Service(self.settings, self.store).settle_one(ref, gate())

    def go_on(self) -> None:
        """Let the call that it stands before take effect, and go on to the next one."""
        self.request = None
        self.switch()

    def fail(self) -> None:
        """Let that call fail."""
        self.throw(StoreError("SlowDown", "thrown by the model"))

    def lose(self) -> None:
        """Let that call, a write or removal, have no answer."""
        self.throw(Unanswered("ReadTimeoutError", "thrown by the model"))

    def kill(self) -> None:
        """End it where it stands."""
        self.throw(GreenletExit)


def arrive(request: Callable[[], object]) -> None:
    """Let a write or removal reach the store, with nobody there to hear the answer."""
    with suppress(Refused):
        request()


def running() -> Worker:
    """The worker that runs."""
    worker = getcurrent()
    assert isinstance(worker, Worker)
    return worker


def _about_to(request: Callable[[], object]) -> None:
    if isinstance(getcurrent(), Worker):
        running().request = request


def _pause(_: str) -> None:
    # What arrives without a worker is a request whose sender is gone.
    if isinstance(getcurrent(), Worker):
        running().parent.switch()
