"""The SQS adapter: from a batch of messages to the list of those that have to come back.

Acknowledging is the event source mapping's: it deletes every message of the batch that the answer
does not name. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from thumbnailer.results.outcome import Outcome, Settlement
from thumbnailer.settling.ports import StoreError
from thumbnailer.settling.service import failure_of
from thumbnailer.triggers.backoff import retry_after
from thumbnailer.triggers.s3_events import sources_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from thumbnailer.results.log_line import Log
    from thumbnailer.results.objects import SourceRef
    from thumbnailer.settling.service import Service

# What a request that hangs takes, and time for the answer.
_REQUEST_MILLISECONDS = 5_000


class ItemFailure(TypedDict):
    """Names one message that has to come back."""

    itemIdentifier: str


class BatchResponse(TypedDict):
    """The answer that ReportBatchItemFailures asks for; any other shape fails the whole batch."""

    batchItemFailures: list[ItemFailure]


def handle_batch(
    event: Mapping[str, Any], service: Service, log: Log, remaining: Callable[[], int]
) -> BatchResponse:
    """Settle every source that the messages name; one message's failure never touches another.

    Args:
        event: the SQS event.
        service: the deployment.
        log: of the invocation.
        remaining: milliseconds left of the invocation.
    """
    ends: dict[str, list[Settlement]] = {}  # of the messages that come back

    def tell(message: str, ref: SourceRef | None, end: Settlement, milliseconds: float) -> None:
        log.tell(message, ref, end, milliseconds)
        if end.comes_back:
            ends.setdefault(message, []).append(end)

    work: list[tuple[str, SourceRef]] = []
    # What has been handed back most often goes first, so that it is not handed back again.
    for record in sorted(event["Records"], key=_receives, reverse=True):
        message = record["messageId"]
        try:
            refs = sources_in(record["body"], service.settings.bucket)
        except Exception as error:  # MalformedEvent, or a defect: not its batch mates' either
            tell(message, None, failure_of(error), 0)
            continue
        if not refs:
            tell(message, None, Settlement(Outcome.IGNORED, "test_event"), 0)
        work += [(message, ref) for ref in refs]
    for done in service.settle_all(work, remaining):
        tell(done.token, done.ref, done.settlement, done.milliseconds)
    back = [record for record in event["Records"] if record["messageId"] in ends]
    _set_retries(back, ends, service, log, remaining)
    return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in back]}


def _set_retries(
    records: list[Mapping[str, Any]],
    ends: Mapping[str, list[Settlement]],
    service: Service,
    log: Log,
    remaining: Callable[[], int],
) -> None:
    """Say when the messages are received again; where that fails, their visibility timeout does."""
    delays: dict[str, dict[str, int]] = {}
    for record in records:
        after = retry_after(ends[record["messageId"]], _receives(record), service.chance())
        if after is not None:
            delays.setdefault(record["eventSourceARN"], {})[record["receiptHandle"]] = after
    try:
        for queue_arn, seconds in delays.items():
            if service.visibility:
                service.visibility.change(
                    queue_arn, seconds, lambda: remaining() >= _REQUEST_MILLISECONDS
                )
    except Exception as error:  # the answer must not be lost for it
        code = error.code if isinstance(error, StoreError) else type(error).__name__
        log.warn(f"failed messages wait for their visibility timeout: {code}: {error}")


def _receives(record: Mapping[str, Any]) -> int:
    return int(record["attributes"]["ApproximateReceiveCount"])
