"""The SQS adapter: from a batch of messages to the list of those that have to come back.

Acknowledging is the event source mapping's: it deletes every message of the batch that the answer
does not name. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

from __future__ import annotations

import time
import traceback
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from thumbnailer.events import MalformedEvent, SourceRef, sources_in
from thumbnailer.outcome import Outcome, Settlement
from thumbnailer.ports import StoreError
from thumbnailer.report import Delivery, log_line
from thumbnailer.settle import NotSettled, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from thumbnailer.ports import Store
    from thumbnailer.settings import Settings

# No further record is taken once less than this is left: what one large picture may need. Records
# handed back come again after the visibility timeout; a time-out would bring the whole batch back.
MIN_REMAINING_MILLISECONDS = 10_000


class ItemFailure(TypedDict):
    """Names one message that has to come back."""

    itemIdentifier: str


class BatchResponse(TypedDict):
    """The answer that ReportBatchItemFailures asks for; any other shape fails the whole batch."""

    batchItemFailures: list[ItemFailure]


def handle_batch(
    event: Mapping[str, Any],
    context: Any,
    settings: Settings,
    store: Store,
    emit: Callable[[dict[str, Any]], None],
) -> BatchResponse:
    """Settle every source that the messages name; one message's failure never touches another.

    Args:
        event: the SQS event.
        context: the Lambda context.
        settings: of the deployment.
        store: the bucket.
        emit: takes the log line of each source.
    """
    failures: list[ItemFailure] = []
    for number, record in enumerate(event["Records"]):
        delivery = Delivery(context.function_name, context.aws_request_id, record["messageId"])
        # The first one is always taken, so that a batch makes progress whatever the time-out.
        if number and context.get_remaining_time_in_millis() < MIN_REMAINING_MILLISECONDS:
            results = iter([_Result(None, _failed("out_of_time", "handed back untouched"))])
        else:
            results = _settle_message(record["body"], settings, store)
        failed = False
        for ref, settlement, milliseconds in results:
            emit(log_line(delivery, ref, settlement, milliseconds, time.time()))
            failed |= settlement.outcome is Outcome.FAILED
        if failed:
            failures.append({"itemIdentifier": delivery.message_id})
    return {"batchItemFailures": failures}


class _Result(NamedTuple):
    ref: SourceRef | None
    settlement: Settlement
    milliseconds: float = 0.0


def _settle_message(body: str, settings: Settings, store: Store) -> Iterator[_Result]:
    try:
        refs = sources_in(body)
    except MalformedEvent as error:
        yield _Result(None, _failed("malformed_event", str(error)))
        return
    if not refs:
        yield _Result(None, Settlement(Outcome.IGNORED, "test_event"))
    for ref in refs:
        started = time.perf_counter()
        settlement = _settle_source(ref, settings, store)
        yield _Result(ref, settlement, (time.perf_counter() - started) * 1000)


def _settle_source(ref: SourceRef, settings: Settings, store: Store) -> Settlement:
    if ref.bucket != settings.bucket or not ref.key.startswith(settings.uploads_prefix):
        return _failed(
            "foreign_source",
            f"this function looks at s3://{settings.bucket}/{settings.uploads_prefix}* only;"
            " some other notification or sender reaches its queue",
        )
    try:
        return settle(ref.key, settings, store)
    except StoreError as error:
        return _failed(error.code, str(error))
    except NotSettled as error:
        return _failed("not_settled", str(error))
    except Exception as error:  # one message's failure never touches another
        return _failed(type(error).__name__, traceback.format_exc())


def _failed(reason: str, detail: str) -> Settlement:
    return Settlement(Outcome.FAILED, reason, detail)
