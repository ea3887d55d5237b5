from __future__ import annotations

import json

import pytest

from thumbnailer.config.settings import Metrics
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
                "Metrics": [{"Name": "settled", "Unit": "Count"}],
            }
        ],
    }


def published(outcome: Outcome, metrics: Metrics) -> dict[tuple[str, ...], set[str]]:
    """The names of the metrics of a line, by their dimensions."""
    settlement = Settlement(outcome, "why", source_bytes=1)
    line = log_line(DELIVERY, None, settlement, 1.0, NOW, metrics=metrics)
    found: dict[tuple[str, ...], set[str]] = {}
    for directive in line["_aws"]["CloudWatchMetrics"]:
        (dimensions,) = directive["Dimensions"]
        assert all(isinstance(line[dimension], str) for dimension in dimensions)
        assert all(isinstance(line[m["Name"]], int | float) for m in directive["Metrics"])
        found[tuple(dimensions)] = {metric["Name"] for metric in directive["Metrics"]}
    return found


@pytest.mark.parametrize(
    ("outcome", "level"),
    [(Outcome.REJECTED, "WARN"), (Outcome.FAILED, "ERROR"), (Outcome.SETTLED, "INFO")],
)
def test_the_level_tells_what_may_need_a_person(outcome: Outcome, level: str) -> None:
    line = log_line(DELIVERY, REF, Settlement(outcome, "corrupt", "why"), 1.0, NOW)
    assert line["level"] == level
    assert line["detail"] == "why"


@pytest.mark.parametrize("outcome", Outcome)
def test_a_source_is_one_count_unless_more_is_asked_for(outcome: Outcome) -> None:
    assert published(outcome, Metrics.OUTCOMES) == {("function_name",): {outcome}}


@pytest.mark.parametrize("outcome", Outcome)
def test_all_metrics_are_measures_and_of_what_went_wrong_a_count_by_reason(
    outcome: Outcome,
) -> None:
    found = published(outcome, Metrics.ALL)
    by_reason = found.pop(("function_name", "reason"), None)
    assert by_reason == ({outcome} if outcome in {Outcome.REJECTED, Outcome.FAILED} else None)
    assert found == {("function_name",): {outcome, "milliseconds", "source_bytes"}}


def test_without_metrics_a_line_says_the_same_and_cloudwatch_makes_nothing_of_it() -> None:
    settlement = Settlement(Outcome.REJECTED, "corrupt", source_bytes=1)
    every, none = (
        log_line(DELIVERY, REF, settlement, 1.0, NOW, metrics=metrics)
        for metrics in (Metrics.ALL, Metrics.NONE)
    )
    assert "_aws" not in none
    del every["_aws"]
    assert none == every


def test_a_message_that_names_no_source_is_known_by_its_id() -> None:
    line = log_line(DELIVERY, None, Settlement(Outcome.FAILED, "malformed_event"), 0.0, NOW)
    assert line["message"] == "failed (malformed_event): message-1"
    assert "key" not in line
