"""Runs a function in threads, with results in the order of the items."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def in_order(work: Callable[[T], R], items: Iterator[T], threads: int) -> Iterator[R]:
    """Call `work` in threads; results come in order, and few items are read ahead."""
    with ThreadPoolExecutor(threads) as pool:
        window: deque[Future[R]] = deque(pool.submit(work, i) for i in islice(items, 4 * threads))
        try:
            while window:
                result = window.popleft().result()
                for item in islice(items, 1):
                    window.append(pool.submit(work, item))
                yield result
        finally:
            for waiting in window:
                waiting.cancel()
