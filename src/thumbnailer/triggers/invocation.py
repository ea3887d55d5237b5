"""The one way from what an event asks for to how it ended: read, settle, log."""

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
    """A part of an event that succeeds or fails by itself, such as a message.

    Attributes:
        id: what its invoker and the log know it by.
        read: gives the sources that it names, none where it asks for nothing; whatever it raises
            fails the job, and no other.
    """

    id: str
    read: Callable[[], Sequence[Hint]]


class Ended(NamedTuple):
    """How the work on one source of a job ended, or on a job that names none.

    Attributes:
        job: the job's id.
        settlement: the end.
        line: that of the log.
    """

    job: str
    settlement: Settlement
    line: Mapping[str, Any]


@dataclass(frozen=True)
class Invocation:
    """One invocation of the function.

    Attributes:
        service: the deployment.
        log: of the invocation.
        remaining: milliseconds left of the invocation.
    """

    service: Service
    log: Log
    remaining: Callable[[], int]

    @property
    def bucket(self) -> str:
        """The bucket that is meant where an event says nothing of one."""
        return self.service.settings.bucket

    def settle(self, jobs: Iterable[Job]) -> Iterator[Ended]:
        """Settle what jobs name, and give each source as it ends and is logged.

        Args:
            jobs: where time is short, the first ones come first.
        """
        named: list[tuple[str, Hint]] = []
        for job in jobs:
            try:
                hints = job.read()
            except Exception as error:  # a Failure, or a defect: not its mates' either
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
