"""Every metric that an alarm or the dashboard asks for exists, and the shares are what they say.

CloudWatch accepts an alarm for a metric that nobody ever sends: it is then silent for ever.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from tests.terraform.offline import Offline
from thumbnailer.config.settings import Metrics
from thumbnailer.results.log_line import Delivery, log_line
from thumbnailer.results.objects import SourceRef
from thumbnailer.results.outcome import Outcome, Settlement
from tools.docs import links
from tools.paths import ROOT

FIXTURE = ROOT / "tests/terraform/fixtures/observability"
FUNCTION, QUEUE, DEAD_LETTERS = "watched", "watched-uploads", "watched-uploads-dlq"


class Metric(NamedTuple):
    namespace: str
    name: str
    dimensions: frozenset[str]


# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
# without those of FIFO queues. Of a queue they have one dimension.
SQS = """
    ApproximateAgeOfOldestMessage ApproximateNumberOfMessagesDelayed
    ApproximateNumberOfMessagesNotVisible ApproximateNumberOfMessagesVisible NumberOfEmptyReceives
    NumberOfMessagesDeleted NumberOfMessagesReceived NumberOfMessagesSent SentMessageSize
"""
# https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
# without those of whole accounts, streams and asynchronous invocations. Of a function, whatever its
# versions and aliases, they have one dimension.
LAMBDA = """
    ConcurrentExecutions Duration Errors Invocations PostRuntimeExtensionsDuration
    ProvisionedConcurrencyInvocations ProvisionedConcurrencySpilloverInvocations
    ProvisionedConcurrencyUtilization ProvisionedConcurrentExecutions RecursiveInvocationsDropped
    Throttles
"""
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
STATISTIC = re.compile(r"Sum|Minimum|Maximum|Average|SampleCount|p\d\d?(\.\d+)?")


def of_aws() -> set[Metric]:
    return {Metric("AWS/SQS", name, frozenset({"QueueName"})) for name in SQS.split()} | {
        Metric("AWS/Lambda", name, frozenset({"FunctionName"})) for name in LAMBDA.split()
    }


def of_log_lines(metrics: Metrics) -> set[Metric]:
    """What the function's log lines make CloudWatch extract."""
    found = set()
    for outcome in Outcome:
        settlement = Settlement(outcome, "some_reason", source_bytes=1)
        delivery = Delivery(FUNCTION, "request", "message")
        line = log_line(delivery, SourceRef("bucket", "key"), settlement, 1.0, 0.0, metrics=metrics)
        for block in line.get("_aws", {}).get("CloudWatchMetrics", ()):
            for dimensions in block["Dimensions"]:
                assert set(dimensions) <= set(line)
                for metric in block["Metrics"]:
                    assert metric["Name"] in line
                    found.add(
                        Metric(block["Namespace"], metric["Name"], frozenset(map(str, dimensions)))
                    )
    return found


class Asked(NamedTuple):
    """A metric as it is asked for."""

    by: str
    namespace: str
    name: str
    dimensions: dict[str, str | None]
    statistic: str

    def metric(self) -> Metric:
        return Metric(self.namespace, self.name, frozenset(self.dimensions))


@pytest.fixture(scope="module", params=Metrics)
def metrics(request: pytest.FixtureRequest) -> Metrics:
    """Which metrics there are."""
    return Metrics(request.param)


@pytest.fixture(scope="module")
def planned(
    terraform: Offline, tmp_path_factory: pytest.TempPathFactory, metrics: Metrics
) -> list[dict[str, Any]]:
    """The resources of the module as its defaults make them."""
    plan = tmp_path_factory.mktemp("observability") / "plan"
    terraform.run(FIXTURE, "plan", "-no-color", f"-var=metrics={metrics}", f"-out={plan}")
    shown = json.loads(terraform.run(FIXTURE, "show", "-json", str(plan)).stdout)
    resources: list[dict[str, Any]] = shown["planned_values"]["root_module"]["child_modules"][0][
        "resources"
    ]
    return resources


@pytest.fixture(scope="module")
def alarms(planned: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The alarms by their short names."""
    return {
        resource["index"]: resource["values"]
        for resource in planned
        if resource["type"] == "aws_cloudwatch_metric_alarm"
    }


@pytest.fixture(scope="module")
def widgets(planned: list[dict[str, Any]]) -> list[dict[str, Any]]:
    [dashboard] = [item for item in planned if item["type"] == "aws_cloudwatch_dashboard"]
    found: list[dict[str, Any]] = json.loads(dashboard["values"]["dashboard_body"])["widgets"]
    return found


@pytest.fixture(scope="module")
def asked(alarms: dict[str, dict[str, Any]], widgets: list[dict[str, Any]]) -> list[Asked]:
    return [*asked_by_alarms(alarms), *asked_by_dashboard(widgets)]


def asked_by_alarms(alarms: dict[str, dict[str, Any]]) -> Iterator[Asked]:
    for name, alarm in alarms.items():
        queries = [metric for query in alarm["metric_query"] for metric in query["metric"]]
        if not queries:
            queries = [alarm | {"stat": alarm["statistic"]}]
        for query in queries:
            yield Asked(
                name, query["namespace"], query["metric_name"], query["dimensions"], query["stat"]
            )


def asked_by_dashboard(widgets: list[dict[str, Any]]) -> Iterator[Asked]:
    for widget in widgets:
        properties = widget["properties"]
        for metric in properties.get("metrics", []):
            by = f"dashboard: {properties['title']}"
            *path, options = metric
            if path:
                namespace, name, *pairs = path
                dimensions = dict(zip(pairs[::2], pairs[1::2], strict=True))
                yield Asked(by, namespace, name, dimensions, options["stat"])
            else:
                yield searched(by, options["expression"])


def searched(by: str, expression: str) -> Asked:
    """Takes SEARCH('{namespace,dimension,dimension} MetricName="..." ...', 'Sum', 60) apart."""
    whole = re.fullmatch(r"SEARCH\('\{(.*)\} (.*)', '(\w+)', \d+\)", expression)
    assert whole, expression
    namespace, *names = whole[1].split(",")
    terms = dict(re.findall(r'(\w+)="([^"]*)"', whole[2]))
    return Asked(
        by, namespace, terms["MetricName"], {name: terms.get(name) for name in names}, whole[3]
    )


def test_every_metric_exists(asked: list[Asked], metrics: Metrics) -> None:
    known = of_aws() | of_log_lines(metrics)
    assert [ask for ask in asked if ask.metric() not in known] == []
    own = {"thumbnailer"} if metrics is not Metrics.NONE else set()
    assert {ask.namespace for ask in asked} == {"AWS/SQS", "AWS/Lambda"} | own


def test_every_alarm_is_there_whose_metrics_are(
    alarms: dict[str, dict[str, Any]], metrics: Metrics
) -> None:
    needs_counts = {"failed", "rejected"}
    assert needs_counts & set(alarms) == (needs_counts if metrics is not Metrics.NONE else set())
    assert len(set(alarms) - needs_counts) == 5


def test_every_statistic_exists(asked: list[Asked]) -> None:
    assert [ask for ask in asked if not STATISTIC.fullmatch(ask.statistic)] == []


def test_dimensions_name_what_is_watched(asked: list[Asked]) -> None:
    ours: dict[str, set[str | None]] = {
        "QueueName": {QUEUE, DEAD_LETTERS},
        "FunctionName": {FUNCTION},
    }
    ours |= {"function_name": {FUNCTION}, "reason": {None}}  # every reason there is
    strange = [
        ask
        for ask in asked
        if not all(value in ours[name] for name, value in ask.dimensions.items())
    ]
    assert strange == []
    assert {ask.dimensions.get("QueueName") for ask in asked if ask.by == "dead-letters"} == {
        DEAD_LETTERS
    }


def test_the_check_finds_names_that_do_not_exist() -> None:
    known = of_aws() | of_log_lines(Metrics.ALL)
    wrong = [
        Metric("AWS/SQS", "ApproximateNumberOfVisibleMessages", frozenset({"QueueName"})),
        Metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", frozenset({"Queue"})),
        Metric("thumbnailer", "settled", frozenset({"function_name", "reason"})),
        Metric("Thumbnailer", "settled", frozenset({"function_name"})),
    ]
    assert known.isdisjoint(wrong)
    assert Metric("thumbnailer", "milliseconds", frozenset({"function_name"})) in known
    assert of_log_lines(Metrics.NONE) == set()


def test_alarms_and_the_dashboard_show_the_way_of_a_picture(
    asked: list[Asked], metrics: Metrics
) -> None:
    shown = {(ask.namespace, ask.name) for ask in asked if ask.by.startswith("dashboard")}
    alarmed = {(ask.namespace, ask.name) for ask in asked} - shown
    assert alarmed == set(), "what there is an alarm for can be seen"
    ours = {metric.name for metric in of_log_lines(metrics)} - {"ignored", "source_bytes"}
    assert {name for namespace, name in shown if namespace == "thumbnailer"} == ours


def test_what_is_no_metric_is_a_query_of_fields_that_the_log_lines_have(
    widgets: list[dict[str, Any]], metrics: Metrics
) -> None:
    queries = [w["properties"]["query"] for w in widgets if w["type"] == "log"]
    assert len(queries) == {Metrics.ALL: 0, Metrics.OUTCOMES: 2, Metrics.NONE: 3}[metrics]
    fields: set[str] = set()
    for outcome in Outcome:
        settlement = Settlement(outcome, "some_reason")
        fields |= set(log_line(Delivery("f", "r", "m"), None, settlement, 1.0, 0.0))
    for query in queries:
        source, commands = query.split(" | ", 1)
        assert source == f"SOURCE '/aws/lambda/{FUNCTION}'"
        asked = re.findall(r"(?:sum|pct|ispresent)\((\w+)", commands)
        asked += re.findall(r"filter (\w+) in", commands)
        if by := re.search(r"by (\w+), (\w+)", commands):
            asked += by.groups()
        assert asked
        assert set(asked) <= fields, commands


def test_widgets_fill_rows_and_do_not_overlap(widgets: list[dict[str, Any]]) -> None:
    cells = [
        (x, y)
        for widget in widgets
        for x in range(widget["x"], widget["x"] + widget["width"])
        for y in range(widget["y"], widget["y"] + widget["height"])
    ]
    assert len(cells) == len(set(cells))
    assert {x for x, _ in cells} == set(range(24))
    assert len(cells) == 24 * len({y for _, y in cells})


def test_the_page_has_a_section_for_every_alarm(alarms: dict[str, dict[str, Any]]) -> None:
    for name, alarm in alarms.items():
        where = re.search(r"What to do: (\S+)#(\S+)$", alarm["alarm_description"])
        assert where, alarm["alarm_description"]
        assert where[2] == name
        assert where[2] in links.anchors(ROOT / where[1])


# How many were settled, rejected and failed, and the shares of the latter two in percent.
SHARES = [
    ((0, 0, 0), 0, 0),
    ((15, 2, 2), 0, 0),
    ((16, 2, 2), 10, 10),
    ((0, 20, 0), 100, 0),
    ((90, 0, 10), 0, 10),
    ((0, 0, 50), 0, 100),
]


@pytest.mark.parametrize("metrics", [Metrics.OUTCOMES], indirect=True, scope="module")
@pytest.mark.parametrize(("counts", "of_rejected", "of_failed"), SHARES)
def test_shares(
    alarms: dict[str, dict[str, Any]],
    counts: tuple[int, int, int],
    of_rejected: int,
    of_failed: int,
) -> None:
    sums = dict(zip(("settled", "rejected", "failed"), counts, strict=True))
    # An outcome that never was has no data, not zeros.
    known = {name: Series(count or None) for name, count in sums.items()}
    assert share(alarms["rejected"], known) == of_rejected
    assert share(alarms["failed"], known) == of_failed


class Series(NamedTuple):
    """One data point of metric math, None where there is none."""

    point: float | None


def share(alarm: dict[str, Any], known: dict[str, Series]) -> float:
    """What CloudWatch would compute, of which Python knows all but two functions."""
    [query] = [query for query in alarm["metric_query"] if query["return_data"]]
    given = {
        item["id"]: known[item["metric"][0]["metric_name"]]
        for item in alarm["metric_query"]
        if item["metric"]
    }

    def fill(series: Series, value: float) -> float:
        return value if series.point is None else series.point

    def either(condition: bool, value: float, other: float) -> float:
        return value if condition else other

    # Both branches of an IF are computed: without pictures one divides by zero, where CloudWatch
    # has no data point, and the alarm takes that for good.
    assert alarm["treat_missing_data"] == "notBreaching"
    try:
        return float(eval(query["expression"], {"FILL": fill, "IF": either} | given))
    except ZeroDivisionError:
        return 0.0
