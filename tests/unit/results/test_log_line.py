from __future__ import annotations

import json

import pytest

from thumbnailer.results.log_line import Delivery, log_line
from thumbnailer.results.objects import SourceRef
from thumbnailer.results.outcome import Outcome, Settlement, Written

DELIVERY = Delivery("miniblog-thumbnails", "request-1", "message-1")
REF = SourceRef("pictures", "uploads/Été +1.JPG")
NOW = 1_793_500_000.25


def test_line_of_a_settled_source() -> None:
    settlement = Settlement(
        Outcome.SETTLED,
        "rendered",
        source_bytes=1000,
        source_width=400,
        source_height=300,
        outputs=(Written("thumb", "thumbnails/Été +1_thumb.JPG", 150, 113, 99),),
    )
    line = json.loads(json.dumps(log_line(DELIVERY, REF, settlement, 12.345, NOW)))
    metadata = line.pop("_aws")
    assert line == {
        "timestamp": "2026-11-01T02:26:40.250+00:00",
        "level": "INFO",
        "message": "settled (rendered): uploads/Été +1.JPG",
        "requestId": "request-1",
        "message_id": "message-1",
        "function_name": "miniblog-thumbnails",
        "bucket": "pictures",
        "key": "uploads/Été +1.JPG",
        "outcome": "settled",
        "reason": "rendered",
        "source_bytes": 1000,
        "source_width": 400,
        "source_height": 300,
        "outputs": [
            {
                "variant": "thumb",
                "key": "thumbnails/Été +1_thumb.JPG",
                "width": 150,
                "height": 113,
                "bytes": 99,
            }
        ],
        "rounds": 1,
        "milliseconds": 12.3,
        "settled": 1,
    }
    assert metadata == {
        "Timestamp": 1_793_500_000_250,
        "CloudWatchMetrics": [
            {
                "Namespace": "thumbnailer",
                "Dimensions": [["function_name"]],
                "Metrics": [
                    {"Name": "settled", "Unit": "Count"},
                    {"Name": "milliseconds", "Unit": "Milliseconds"},
                    {"Name": "source_bytes", "Unit": "Bytes"},
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("outcome", "level"),
    [(Outcome.REJECTED, "WARN"), (Outcome.FAILED, "ERROR")],
)
def test_what_may_need_an_alarm_is_counted_by_reason_too(outcome: Outcome, level: str) -> None:
    line = log_line(DELIVERY, REF, Settlement(outcome, "corrupt", "why"), 1.0, NOW)
    directive = line["_aws"]["CloudWatchMetrics"][0]
    assert line["level"] == level
    assert line["detail"] == "why"
    assert directive["Dimensions"] == [["function_name"], ["function_name", "reason"]]
    assert {"Name": outcome.value, "Unit": "Count"} in directive["Metrics"]


def test_every_metric_and_dimension_is_a_field_of_the_line() -> None:
    for outcome in Outcome:
        line = log_line(DELIVERY, None, Settlement(outcome, "why", source_bytes=1), 1.0, NOW)
        directive = line["_aws"]["CloudWatchMetrics"][0]
        for metric in directive["Metrics"]:
            assert isinstance(line[metric["Name"]], int | float)
        for dimension in {name for names in directive["Dimensions"] for name in names}:
            assert isinstance(line[dimension], str)


def test_a_message_that_names_no_source_is_known_by_its_id() -> None:
    line = log_line(DELIVERY, None, Settlement(Outcome.FAILED, "malformed_event"), 0.0, NOW)
    assert line["message"] == "failed (malformed_event): message-1"
    assert "key" not in line
