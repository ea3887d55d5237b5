"""The log line of one source: for people, for queries, and for CloudWatch metrics.

One JSON object per line, with the fields of Lambda's own JSON logs and of the embedded metric
format, so that metrics require neither requests nor dependencies:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from thumbnailer.config.settings import Metrics
from thumbnailer.results.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from thumbnailer.results.objects import SourceRef
    from thumbnailer.results.outcome import Settlement

NAMESPACE = "thumbnailer"

# Metric names are the names of the fields that hold their values.
_MEASURES = {"milliseconds": "Milliseconds", "source_bytes": "Bytes"}
# The fields of a settlement in a line; fields that are None are omitted.
_LOGGED = (
    *("outcome", "reason", "detail"),
    *("source_etag", "source_bytes", "source_width", "source_height"),
    *("outputs", "removed", "rounds", "recipe_id", "unanswered"),
)
_LEVELS = {Outcome.REJECTED: "WARN", Outcome.FAILED: "ERROR"}


class Delivery(NamedTuple):
    """One message in one invocation."""

    function_name: str
    request_id: str
    message_id: str


def log_line(
    delivery: Delivery,
    ref: SourceRef | None,
    settlement: Settlement,
    milliseconds: float,
    now: float,
    *,
    metrics: Metrics = Metrics.OUTCOMES,
) -> dict[str, Any]:
    """The log line of a source.

    Args:
        delivery: the message that names the source.
        ref: the source; None for a message that names no source.
        settlement: the outcome.
        milliseconds: the duration.
        now: the time in seconds since 1970.
        metrics: which fields are metrics.
    """
    outcome = settlement.outcome
    source = ref._asdict() if ref else {}
    every = {name: getattr(settlement, name) for name in _LOGGED}
    known = {name: value for name, value in every.items() if value not in (None, ())}
    if settlement.outputs:
        known["outputs"] = [written._asdict() for written in settlement.outputs]
    line: dict[str, Any] = {
        "timestamp": _time(now),
        "level": _LEVELS.get(outcome, "INFO"),
        "message": f"{outcome} ({settlement.reason}): {ref.key if ref else delivery.message_id}",
        "requestId": delivery.request_id,
        "message_id": delivery.message_id,
        "function_name": delivery.function_name,
        **source,
        **known,
        "milliseconds": round(milliseconds, 1),
        outcome: 1,
    }
    if metrics is not Metrics.NONE:
        line["_aws"] = {
            "Timestamp": int(now * 1000),
            "CloudWatchMetrics": list(_directives(line, outcome, metrics)),
        }
    return line


def _directives(line: dict[str, Any], outcome: Outcome, metrics: Metrics) -> Iterator[Any]:
    """The metric directives; CloudWatch charges for each name with each set of dimensions."""
    count = {"Name": outcome, "Unit": "Count"}
    measures = _MEASURES.items() if metrics is Metrics.ALL else ()
    measured = [{"Name": name, "Unit": unit} for name, unit in measures if name in line]
    yield _directive(["function_name"], [count, *measured])
    # Only outcomes that may need an alarm have a metric for each reason.
    if metrics is Metrics.ALL and outcome in _LEVELS:
        yield _directive(["function_name", "reason"], [count])


def _directive(dimensions: list[str], metrics: list[dict[str, str]]) -> dict[str, Any]:
    return {"Namespace": NAMESPACE, "Dimensions": [dimensions], "Metrics": metrics}


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def print_json(line: dict[str, Any]) -> None:
    """Print a log line; in ASCII if the encoding of standard output cannot represent it.

    For example, JSON can represent lone surrogates, and UTF-8 cannot.
    """
    try:
        print(json.dumps(line, ensure_ascii=False), flush=True)
    except UnicodeEncodeError:
        print(json.dumps(line), flush=True)


@dataclass(frozen=True)
class Log:
    """The log of one invocation.

    Attributes:
        function_name: the name of the function.
        request_id: the request ID of the invocation.
        emit: writes a line.
        clock: returns the time in seconds since 1970.
        metrics: which fields of a line are metrics.
    """

    function_name: str
    request_id: str
    emit: Callable[[dict[str, Any]], None]
    clock: Callable[[], float]
    metrics: Metrics = Metrics.OUTCOMES

    def write(
        self, message_id: str, ref: SourceRef | None, settlement: Settlement, milliseconds: float
    ) -> dict[str, Any]:
        """Write the line of one source, and return it."""
        delivery = Delivery(self.function_name, self.request_id, message_id)
        line = log_line(delivery, ref, settlement, milliseconds, self.clock(), metrics=self.metrics)
        self.emit(line)
        return line

    def warn(self, text: str) -> None:
        """Write a line that does not belong to one source."""
        line = {"timestamp": _time(self.clock()), "level": "WARN", "message": text}
        self.emit({**line, "requestId": self.request_id, "function_name": self.function_name})
