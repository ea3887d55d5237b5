from __future__ import annotations

import json
from dataclasses import replace
from itertools import groupby

import pytest

from models.data import ASSUMPTIONS, MONTH_SECONDS, assumed
from models.deployments import COMPLETE, CORE_MB, GALLERY, MINIBLOG, PRICED, TWO_BUCKETS, Deployment
from models.usage import (
    AT_A_TIME,
    busy_seconds,
    cold_share,
    invocation_seconds,
    metric_months,
    pictures_per_second,
    s3_gets,
    s3_pictures_per_second,
    usage,
    wait_seconds,
)
from thumbnailer.config.settings import Metrics
from thumbnailer.results.log_line import Delivery, log_line
from thumbnailer.results.objects import SourceRef
from thumbnailer.results.outcome import Outcome, Settlement, Written
from thumbnailer.settling import service
from thumbnailer.settling.gate import gate
from thumbnailer.settling.settle import settle
from tools.docs import hcl
from tools.paths import ROOT
from tools.samples.memory_store import MemoryStore
from tools.samples.pictures import jpeg
from tools.samples.recipes import deployed, made

KEY = "uploads/2026/11/IMG_20261122_101530.jpg"


@pytest.mark.parametrize("deployment", PRICED, ids=lambda d: d.name)
@pytest.mark.parametrize("reports", [False, True])
def test_requests_are_those_that_settling_makes(deployment: Deployment, reports: bool) -> None:
    store = MemoryStore()
    store.put(KEY, jpeg(400, 300))
    prefix = "rejected/" if reports else None
    settings = deployed(made(deployment.recipe), rejected_prefix=prefix)
    assert settle(KEY, settings, store, gate(), upload=True).reason == "rendered"
    made_of = [call.split()[0] for call in store.calls]
    gets = made_of.count("head") + made_of.count("get") + made_of.count("look")
    assert gets == s3_gets(replace(deployment, reports=reports))
    assert made_of.count("put") == deployment.variants
    # Nothing else is asked; "read" is the body of what "get" opened. What is of a kind is asked
    # side by side (tests/functional/aws/test_waits.py), the report beside the last look.
    together = {"head": "look"}
    steps = [kind for kind, _ in groupby(together.get(kind, kind) for kind in made_of)]
    assert steps == ["get", "read", "put", "look"]
    assert wait_seconds(deployment) == pytest.approx((3 + deployment.notices) * 0.03)


def test_as_many_wait_side_by_side_as_in_the_function() -> None:
    assert AT_A_TIME == service.AT_A_TIME


@pytest.mark.parametrize(
    "example", [MINIBLOG, GALLERY, TWO_BUCKETS, COMPLETE], ids=lambda d: d.name
)
def test_variants_are_those_of_the_example(example: Deployment) -> None:
    (module,) = hcl.blocks(ROOT / "examples" / example.name, "module").values()
    written = {
        name: variant
        for name, variant in module["variants"].items()
        # Of the gallery, what is made of a photo.
        if variant.get("prefix") in (None, '"photos/"')
    }
    modelled = example.recipe["variants"]
    assert set(written) == set(modelled)
    for name, variant in modelled.items():
        assert {m: written[name].get(m) for m in ("width", "height")} == {
            m: variant.get(m) for m in ("width", "height")
        }


def line_bytes(outputs: int) -> int:
    written = tuple(
        Written(f"square{n}", f"thumbnails/2026/11/IMG_20261122_101530_square{n}.jpg", 300, 200, 9)
        for n in range(outputs)
    )
    settlement = Settlement(
        Outcome.SETTLED,
        "rendered",
        source_etag="0" * 32,
        source_bytes=2_639_161,
        source_width=4000,
        source_height=3000,
        outputs=written,
    )
    uuid = "5c0ff7e5-9a4e-4b3b-8c2a-52f0e6a0b7a1"
    delivery = Delivery("miniblog-thumbnails", uuid, uuid)
    ref = SourceRef("miniblog-user-images-4711", KEY)
    return len(json.dumps(log_line(delivery, ref, settlement, 123.4, 1.8e9)))


def test_log_lines_are_about_as_long_as_assumed() -> None:
    assert line_bytes(1) == pytest.approx(assumed("line_bytes"), rel=0.1)
    more = (line_bytes(4) - line_bytes(1)) / 3
    assert more == pytest.approx(assumed("line_bytes_per_output"), rel=0.1)


def test_a_month_of_a_million_counted_by_hand() -> None:
    used = usage(MINIBLOG, 1_000_000)
    assert used["s3_put"] == 1_000_000
    assert used["s3_get"] == 2_000_000
    # Five pollers, three polls a minute each, for 730 hours, beside send, receive and delete.
    assert used["sqs_requests"] == pytest.approx(3_000_000 + 5 * 3 * 60 * 730)
    # Three waits of 30 ms, 2.6 MB at 60 MB/s, 23 ms on a slower core.
    seconds = 3 * 0.03 + (2_639_161 + 7_453) / 60e6 + 0.023 * 1.3
    assert invocation_seconds(MINIBLOG) == pytest.approx(seconds)
    billed = 1_000_000 * (seconds + 0.001 * 0.8)
    assert used["lambda_gb_seconds_arm64"] == pytest.approx(billed * 1769 / 1024)
    assert used["s3_storage"] == pytest.approx(1_000_000 * 7_453 / 2**30)


def test_a_batch_waits_once_and_needs_fewer_requests() -> None:
    batched = replace(MINIBLOG, batch=5)
    assert wait_seconds(batched) == wait_seconds(MINIBLOG)
    assert invocation_seconds(batched) == pytest.approx(
        wait_seconds(MINIBLOG) + 5 * busy_seconds(MINIBLOG)
    )
    one, five = usage(MINIBLOG, 1000), usage(batched, 1000)
    assert five["lambda_requests"] == one["lambda_requests"] / 5
    assert one["sqs_requests"] - five["sqs_requests"] == pytest.approx(2 * (1000 - 200))


def test_more_than_wait_side_by_side_wait_in_turns() -> None:
    many = replace(MINIBLOG, batch=4 * AT_A_TIME)
    assert invocation_seconds(many) == pytest.approx(
        4 * wait_seconds(many) + 40 * busy_seconds(many)
    )


@pytest.mark.parametrize(
    ("memory", "batch", "speed"),
    [
        (CORE_MB, 1, 1),
        (CORE_MB // 2, 1, 0.5),
        (2 * CORE_MB, 1, 1),  # one picture is decoded by one core
        (2 * CORE_MB, 5, 2),
        (2 * CORE_MB - 1, 5, 1),  # a part of a core decodes no further picture
        (6 * CORE_MB, 2, 2),
    ],
)
def test_cores_serve_as_many_pictures_as_there_are(memory: int, batch: int, speed: float) -> None:
    quick = replace(GALLERY, memory_mb=memory, batch=batch, source_bytes=0, output_bytes=0)
    expected = GALLERY.render_seconds * assumed("slower") / speed
    assert busy_seconds(quick) == pytest.approx(expected, rel=1e-3)


def test_idle_functions_start_cold_and_busy_ones_hardly_ever() -> None:
    assert cold_share(1) == pytest.approx(1, abs=0.001)
    assert cold_share(MONTH_SECONDS) == ASSUMPTIONS["cold_share"].value
    assert cold_share(10_000) > cold_share(100_000)


def test_metrics_are_paid_by_the_hours_in_which_they_are_written() -> None:
    assert [metric_months(metrics, 0) for metrics in Metrics] == [0, 0, 0]
    # Settled and rejected in every hour of the month; with two measures, and each of two reasons.
    assert [metric_months(metrics, 1e9) for metrics in Metrics] == [0, 2, pytest.approx(6)]
    # One picture: its count, and its bytes and milliseconds, in one of 730 hours (1 % of it
    # rejected).
    assert metric_months("outcomes", 1) == pytest.approx(1 / 730, rel=0.05)
    assert metric_months("all", 1) == pytest.approx(3 / 730, rel=0.05)


@pytest.mark.parametrize("metrics", Metrics)
def test_the_metrics_are_those_of_the_log_lines(metrics: Metrics) -> None:
    """Of pictures that are settled, and rejected for two reasons."""
    ends = [Settlement(Outcome.SETTLED, "rendered", source_bytes=1)]
    ends += [Settlement(Outcome.REJECTED, why, source_bytes=1) for why in ("corrupt", "empty")]
    ref, delivery = SourceRef("pictures", KEY), Delivery("miniblog", "request", "message")
    written = set()
    for end in ends:
        line = log_line(delivery, ref, end, 1.0, 1.8e9, metrics=metrics)
        for directive in line.get("_aws", {}).get("CloudWatchMetrics", ()):
            for names in directive["Dimensions"]:
                values = tuple(line[name] for name in names)
                written |= {(metric["Name"], values) for metric in directive["Metrics"]}
    assert metric_months(metrics, 1e9) == pytest.approx(len(written))


def test_extras_are_counted_only_where_they_are_switched_on() -> None:
    plain = usage(GALLERY, 1000)
    extras = ("alarms", "dashboards", "eventbridge_events", "sns_publishes", "kms_keys")
    assert not any(plain[name] for name in (*extras, "kms_requests", "cloudfront_requests"))
    # The upload and, where they are in the same bucket, the four outputs.
    assert usage(replace(GALLERY, eventbridge=True), 1000)["eventbridge_events"] == 5000
    assert usage(replace(TWO_BUCKETS, eventbridge=True), 1000)["eventbridge_events"] == 1000
    assert usage(replace(GALLERY, notices=True), 1000)["sns_publishes"] == 1000
    keyed = replace(GALLERY, kms_key=True)
    more = usage(replace(keyed, bucket_key=False), 1000)["kms_requests"]
    assert more - usage(keyed, 1000)["kms_requests"] == pytest.approx(5000)
    viewed = usage(replace(GALLERY, views=10), 1000)
    assert viewed["cloudfront_requests"] == 40_000
    assert viewed["s3_get"] - plain["s3_get"] == pytest.approx(4000)
    assert viewed["cloudfront_transfer"] == pytest.approx(10 * plain["s3_storage"])


def test_rates() -> None:
    assert pictures_per_second(MINIBLOG, 20) == pytest.approx(20 / invocation_seconds(MINIBLOG))
    # A GET and a HEAD of the source; four PUTs of outputs.
    assert s3_pictures_per_second(MINIBLOG) == 2750
    assert s3_pictures_per_second(GALLERY) == 875
