"""The SQS adapter: from a batch of messages to the list of those that have to come back.

Acknowledging is the event source mapping's: it deletes every message of the batch that the answer
does not name. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from thumbnailer.events import MalformedEvent, sources_in
from thumbnailer.outcome import Outcome, Settlement
from thumbnailer.service import failed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from thumbnailer.events import SourceRef
    from thumbnailer.report import Log
    from thumbnailer.service import Service


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
    come_back: set[str] = set()

    def tell(message: str, ref: SourceRef | None, end: Settlement, milliseconds: float) -> None:
        log.tell(message, ref, end, milliseconds)
        if end.outcome is Outcome.FAILED:
            come_back.add(message)

    work: list[tuple[str, SourceRef]] = []
    for record in event["Records"]:
        message = record["messageId"]
        try:
            refs = sources_in(record["body"], service.settings.bucket)
        except MalformedEvent as error:
            tell(message, None, failed("malformed_event", str(error)), 0)
            continue
        if not refs:
            tell(message, None, Settlement(Outcome.IGNORED, "test_event"), 0)
        work += [(message, ref) for ref in refs]
    for done in service.settle_all(work, remaining):
        tell(done.token, done.ref, done.settlement, done.milliseconds)
    messages = [record["messageId"] for record in event["Records"]]
    return {"batchItemFailures": [{"itemIdentifier": m} for m in messages if m in come_back]}
