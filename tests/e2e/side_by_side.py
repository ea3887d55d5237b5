"""Deployments that are worked on at the same time, since most of an apply is waiting."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

from tools.local_aws.deployment import Deployment

T = TypeVar("T")


class SideBySide:
    """Some deployments, applied. The failure of one is its own: others go on."""

    def __init__(
        self, threads: ThreadPoolExecutor, prepare: Mapping[str, Callable[[], Deployment]]
    ) -> None:
        self._threads = threads
        self._prepared: list[Deployment] = []
        self._applied = {name: threads.submit(self._apply, make) for name, make in prepare.items()}

    def __getitem__(self, name: str) -> Deployment:
        """Wait until a deployment is applied."""
        return self._applied[name].result()

    def all(self, work: Callable[[Deployment], T]) -> dict[str, Future[T]]:
        """Do the same to all of them."""

        def one(name: str) -> T:
            return work(self[name])

        return {name: self._threads.submit(one, name) for name in self._applied}

    def destroy(self) -> None:
        """Destroy what is still there, whole or in parts."""
        wait(self._applied.values())
        left = [deployed for deployed in self._prepared if deployed.resources()]
        list(self._threads.map(Deployment.destroy, left))

    def _apply(self, prepare: Callable[[], Deployment]) -> Deployment:
        prepared = prepare()
        self._prepared.append(prepared)
        prepared.apply()
        return prepared


@contextlib.contextmanager
def applied(prepare: Mapping[str, Callable[[], Deployment]]) -> Iterator[SideBySide]:
    """Apply on entry, without waiting for any; destroy on exit."""
    with ThreadPoolExecutor(len(prepare)) as threads:
        deployments = SideBySide(threads, prepare)
        try:
            yield deployments
        finally:
            deployments.destroy()
