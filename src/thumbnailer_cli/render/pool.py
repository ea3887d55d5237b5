"""Jobs in parallel processes."""

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
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def work_all(jobs: Sequence[Job], inputs: Inputs, processes: int) -> Iterator[Result]:
    """Do all jobs; their ends come in the order of the jobs.

    Raises:
        CommandError: when a process was killed, probably because memory ran out.
    """
    processes = min(processes, len(jobs))
    if processes <= 1:
        yield from (work(job, inputs) for job in jobs)
        return
    # "spawn": forking is unsafe beside the thread that draws the progress bar.
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
    """Start processes that no Ctrl-C reaches, not even while they start; ours comes afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _leave_ctrl_c_alone() -> None:
    """The command stops its processes itself, after the sources that they are rendering."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
