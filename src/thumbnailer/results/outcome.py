"""How the work on one source ended."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from thumbnailer.results.objects import Output


class Outcome(StrEnum):
    """The words of logs and metrics.

    settled: the outputs are those of the source as it is now.
    rejected: the source can never be rendered; acknowledged, and reported.
    failed: something else went wrong; the message comes back, in the end to the dead-letter queue.
    ignored: the message asks for nothing (`s3:TestEvent`).
    """

    SETTLED = "settled"
    REJECTED = "rejected"
    FAILED = "failed"
    IGNORED = "ignored"


class Written(NamedTuple):
    """An output that was written: sizes in pixels and bytes."""

    variant: str
    key: str
    width: int
    height: int
    bytes: int


class Standing(NamedTuple):
    """An output that is there, written just now or before."""

    variant: str
    key: str
    output: Output


@dataclass(frozen=True)
class Settlement:
    """The end of the work on one source; what is not known is None.

    Attributes:
        reason: of a settled source `rendered`, `current`, `absent` or `removed`; of a rejected one
            its `Reason`; of a failed one an error code.
        detail: a sentence for a person.
        outputs: those that were written, current ones not among them.
        removed: the keys of those that were removed.
        rounds: how often settling went round before source and outputs held still; 2 as well where
            an upload's outputs were there already.
        standing: every output that is there in the end.
        recipe_id: of the recipe that rejected a source.
        unanswered: the error of a write that had no answer, and may still take effect.
    """

    outcome: Outcome
    reason: str
    detail: str | None = None
    source_etag: str | None = None
    source_bytes: int | None = None
    source_width: int | None = None
    source_height: int | None = None
    outputs: tuple[Written, ...] = ()
    removed: tuple[str, ...] = ()
    rounds: int = 1
    standing: tuple[Standing, ...] = ()
    recipe_id: str | None = None
    unanswered: str | None = None

    @property
    def comes_back(self) -> bool:
        """Whether the source has to be looked at once more.

        So it has after a write without an answer, even if all is well since: that write may take
        effect at last, and nobody else would look.
        """
        return self.outcome is Outcome.FAILED or self.unanswered is not None


class Failure(Exception):
    """Work on a source has stopped for a reason that is known, and is worth another try.

    Each kind has its code; the text is a sentence for a person.
    """

    code: str
    # Whether a write may still take effect.
    unanswered = False


def failed(reason: str, detail: str, unanswered: str | None = None) -> Settlement:
    """The end of work that is worth another try.

    Args:
        reason: an error code.
        detail: a sentence for a person, or a traceback.
        unanswered: the error of a write that had no answer; None for no such write.
    """
    return Settlement(Outcome.FAILED, reason, detail, unanswered=unanswered)


def failure_of(error: Exception) -> Settlement:
    """The end of work that an error has stopped: a Failure, or a defect, told by its traceback."""
    if isinstance(error, Failure):
        return failed(error.code, str(error), error.code if error.unanswered else None)
    return failed(type(error).__name__, "".join(traceback.format_exception(error)))
