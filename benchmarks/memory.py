"""Peak memory per picture, case and peer, each in a fresh process that does nothing else."""

from collections.abc import Sequence

from benchmarks.cases import CASES, PEERS
from benchmarks.corpus import Picture
from benchmarks.processes import Worker
from benchmarks.setup import Setup
from benchmarks.timing import can, job


def peaks(setup: Setup, pictures: Sequence[Picture]) -> dict[str, dict[str, dict[str, float]]]:
    """Measure.

    Returns:
        By picture, case and peer, megabytes (10^6 bytes), the interpreter and the file included.
    """
    result: dict[str, dict[str, dict[str, float]]] = {}
    for picture in pictures:
        for case in CASES:
            row = result.setdefault(picture.name, {}).setdefault(case, {})
            for peer in PEERS:
                if can(setup, peer, case, picture):
                    wanted = job(peer, case)
                    with Worker(setup, wanted.module) as worker:
                        answer = worker.ask(wanted.case, picture.path)
                    row[peer] = round(answer.peak_rss_kb * 1024 / 1e6, 1)
    return result
