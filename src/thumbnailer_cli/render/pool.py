"""Runs jobs in parallel processes."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context

from thumbnailer_cli.render.plan import Job
from thumbnailer_cli.render.worker import Inputs, Result, work
from thumbnailer_cli.shared.errors import CommandError


def available_cpus() -> int:
    """The number of CPUs that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def work_all(jobs: Sequence[Job], inputs: Inputs, processes: int) -> Iterator[Result]:
    """Run all jobs; yields their results in the order of the jobs.

    Raises:
        CommandError: if a process is killed, probably because memory ran out.
    """
    processes = min(processes, len(jobs))
    if processes <= 1:
        yield from (work(job, inputs) for job in jobs)
        return
    # "spawn": forking is unsafe while the thread that draws the progress bar runs.
    pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_leave_ctrl_c_alone)
    with pool:
        try:
            with _without_ctrl_c():
                ends = pool.map(partial(work, inputs=inputs), jobs)
            yield from ends
        except BrokenProcessPool:
            raise CommandError(
                "a process was killed while rendering, probably because memory ran out; use fewer"
                " --jobs, or lower limits.max_pixels in the recipe"
            ) from None


@contextmanager
def _without_ctrl_c() -> Iterator[None]:
    """Block SIGINT while processes start, so that they ignore Ctrl-C from their beginning."""
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _leave_ctrl_c_alone() -> None:
    """Ignore Ctrl-C: the command stops its processes after the sources that they are rendering."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
