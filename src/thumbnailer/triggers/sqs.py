"""The trigger SQS: settles a batch of messages, and returns the messages that failed.

The event source mapping deletes every message of the batch that the response does not name:
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
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

# The time for a request without a response, and for the response of the function.
_REQUEST_MILLISECONDS = 5_000


class Visibility(Protocol):
    """Changes the visibility timeout of messages."""

    def change(
        self, queue_arn: str, seconds: Mapping[str, int], in_time: Callable[[], bool]
    ) -> None:
        """Change the visibility timeout of messages, by receipt handle.

        Args:
            queue_arn: the ARN of the queue.
            seconds: from now; 0 to 43200, minus the time since the message was received.
            in_time: whether there is time for another request.

        Raises:
            StoreError: if it fails for some of the messages.
        """


class ItemFailure(TypedDict):
    """Names one message that failed."""

    itemIdentifier: str


class BatchResponse(TypedDict):
    """The response for ReportBatchItemFailures; any other format fails the whole batch."""

    batchItemFailures: list[ItemFailure]


def handle_batch(
    event: Mapping[str, Any],
    invocation: Invocation,
    visibility: Visibility | None = None,
    chance: Callable[[], float] = random.random,
) -> BatchResponse:
    """Settle every source that the messages name; a failed message does not affect the others.

    Args:
        event: the SQS event.
        invocation: the invocation.
        visibility: changes the visibility timeout of failed messages; None to leave it unchanged.
        chance: returns a random number from 0 to 1.
    """
    # Messages with the most receives are first, so that they do not fail again for lack of time.
    records = sorted(event["Records"], key=_receives, reverse=True)
    jobs = [Job(r["messageId"], partial(_hints, r, invocation.bucket)) for r in records]
    ends: dict[str, list[Settlement]] = {}  # of the messages that failed
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
        except Exception as error:  # an error here must not prevent the response
            code = failure_of(error).reason
            invocation.log.warn(
                f"failed messages wait for their visibility timeout: {code}: {error}"
            )
    return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in back]}


def _hints(record: Mapping[str, Any], own_bucket: str) -> tuple[Hint, ...]:
    """The sources of a message; after the first receive, they are not new uploads any more."""
    hints = hints_in(record["body"], own_bucket)
    return hints if _receives(record) == 1 else tuple(Hint(hint.source) for hint in hints)


def _delays(
    records: list[Mapping[str, Any]],
    ends: Mapping[str, list[Settlement]],
    chance: Callable[[], float],
) -> dict[str, dict[str, int]]:
    """The new visibility timeouts of messages in seconds, by queue and receipt handle.

    Messages that are not included keep their visibility timeout.
    """
    delays: dict[str, dict[str, int]] = {}
    for record in records:
        after = retry_after(ends[record["messageId"]], _receives(record), chance())
        if after is not None:
            delays.setdefault(record["eventSourceARN"], {})[record["receiptHandle"]] = after
    return delays


def _receives(record: Mapping[str, Any]) -> int:
    return int(record["attributes"]["ApproximateReceiveCount"])
