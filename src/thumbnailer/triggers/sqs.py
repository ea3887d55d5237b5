"""The trigger of SQS: from a batch of messages to the list of those that have to come back.

Acknowledging is the event source mapping's: it deletes every message of the batch that the answer
does not name. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypedDict

from thumbnailer.results.objects import Hint
from thumbnailer.results.outcome import failure_of
from thumbnailer.triggers.backoff import retry_after
from thumbnailer.triggers.invocation import Job
from thumbnailer.triggers.s3_events import hints_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from thumbnailer.results.outcome import Settlement
    from thumbnailer.triggers.invocation import Invocation

# What a request that hangs takes, and time for the answer.
_REQUEST_MILLISECONDS = 5_000


class Visibility(Protocol):
    """Who says when the messages of a queue are received again."""

    def change(
        self, queue_arn: str, seconds: Mapping[str, int], in_time: Callable[[], bool]
    ) -> None:
        """Have messages received again after so many seconds from now, by receipt handle.

        Args:
            queue_arn: of the queue.
            seconds: 0 to 43200, less what has passed since the message was received.
            in_time: whether there is time for one more request.

        Raises:
            StoreError: it was not done for all of them.
        """


class ItemFailure(TypedDict):
    """Names one message that has to come back."""

    itemIdentifier: str


class BatchResponse(TypedDict):
    """The answer that ReportBatchItemFailures asks for; any other shape fails the whole batch."""

    batchItemFailures: list[ItemFailure]


def handle_batch(
    event: Mapping[str, Any],
    invocation: Invocation,
    visibility: Visibility | None = None,
    chance: Callable[[], float] = random.random,
) -> BatchResponse:
    """Settle every source that the messages name; one message's failure never touches another.

    Args:
        event: the SQS event.
        invocation: of the function.
        visibility: of messages that come back; None: they wait for their visibility timeout.
        chance: from 0 to 1, another one each time.
    """
    # What has been handed back most often goes first, so that it is not handed back again.
    records = sorted(event["Records"], key=_receives, reverse=True)
    jobs = [Job(r["messageId"], partial(_hints, r, invocation.bucket)) for r in records]
    ends: dict[str, list[Settlement]] = {}  # of the messages that come back
    for end in invocation.settle(jobs):
        if end.settlement.comes_back:
            ends.setdefault(end.job, []).append(end.settlement)
    back = [record for record in event["Records"] if record["messageId"] in ends]
    if visibility:
        try:
            for queue_arn, seconds in _delays(back, ends, chance).items():
                visibility.change(
                    queue_arn, seconds, lambda: invocation.remaining() >= _REQUEST_MILLISECONDS
                )
        except Exception as error:  # the answer must not be lost for it
            code = failure_of(error).reason
            invocation.log.warn(
                f"failed messages wait for their visibility timeout: {code}: {error}"
            )
    return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in back]}


def _hints(record: Mapping[str, Any], own_bucket: str) -> tuple[Hint, ...]:
    """What a message asks for; what was received before may have been done before."""
    hints = hints_in(record["body"], own_bucket)
    return hints if _receives(record) == 1 else tuple(Hint(hint.source) for hint in hints)


def _delays(
    records: list[Mapping[str, Any]],
    ends: Mapping[str, list[Settlement]],
    chance: Callable[[], float],
) -> dict[str, dict[str, int]]:
    """The seconds after which messages come back by their receipt handles, for each queue.

    Those that are not among them come back when their visibility timeout ends.
    """
    delays: dict[str, dict[str, int]] = {}
    for record in records:
        after = retry_after(ends[record["messageId"]], _receives(record), chance())
        if after is not None:
            delays.setdefault(record["eventSourceARN"], {})[record["receiptHandle"]] = after
    return delays


def _receives(record: Mapping[str, Any]) -> int:
    return int(record["attributes"]["ApproximateReceiveCount"])
