"""Reads the jobs of an event, settles their sources, and logs the outcomes; for all triggers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from thumbnailer.results.outcome import Outcome, Settlement, failure_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from thumbnailer.results.log_line import Log
    from thumbnailer.results.objects import Hint, SourceRef
    from thumbnailer.settling.service import Service


class Job(NamedTuple):
    """A part of an event that succeeds or fails independently, such as a message.

    Attributes:
        id: its ID for the trigger and in the log.
        read: returns the sources that it names, which may be none; if it raises, only this job
            fails.
    """

    id: str
    read: Callable[[], Sequence[Hint]]


class Ended(NamedTuple):
    """The outcome for one source of a job, or for a job without sources.

    Attributes:
        job: the ID of the job.
        settlement: the outcome.
        line: the log line.
    """

    job: str
    settlement: Settlement
    line: Mapping[str, Any]


@dataclass(frozen=True)
class Invocation:
    """One invocation of the function.

    Attributes:
        service: settles sources of the deployment.
        log: the log of the invocation.
        remaining: returns the remaining milliseconds of the invocation.
    """

    service: Service
    log: Log
    remaining: Callable[[], int]

    @property
    def bucket(self) -> str:
        """The bucket of events that do not name one."""
        return self.service.settings.bucket

    def settle(self, jobs: Iterable[Job]) -> Iterator[Ended]:
        """Settle the sources of jobs; yields each after it is settled and logged.

        Args:
            jobs: the jobs; if time is short, the first ones have priority.
        """
        named: list[tuple[str, Hint]] = []
        for job in jobs:
            try:
                hints = job.read()
            except Exception as error:  # a Failure, or a defect; other jobs continue
                yield self._ended(job.id, None, failure_of(error), 0)
                continue
            if not hints:
                yield self._ended(job.id, None, Settlement(Outcome.IGNORED, "test_event"), 0)
            named += [(job.id, hint) for hint in hints]
        for done in self.service.settle_all([hint for _, hint in named], self.remaining):
            job_id, hint = named[done.number]
            yield self._ended(job_id, hint.source, done.settlement, done.milliseconds)

    def _ended(
        self, job: str, ref: SourceRef | None, settlement: Settlement, milliseconds: float
    ) -> Ended:
        return Ended(job, settlement, self.log.write(job, ref, settlement, milliseconds))
