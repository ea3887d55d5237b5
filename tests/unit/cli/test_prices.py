from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from thumbnailer_cli.shared import prices
from thumbnailer_cli.shared.prices import Work, audit_dollars, backfill_estimate, dollars
from tools.samples.recipes import recipe


def test_an_audit_of_a_million_sources_with_one_output_each() -> None:
    # 2,000 LISTs at $5 a million, 1,000,000 HEADs at $0.40 a million.
    assert audit_dollars(2000, 1_000_000) == pytest.approx(0.01 + 0.40)


def test_a_backfill_of_a_million_keys() -> None:
    estimate = backfill_estimate(1_000_000, recipe(), Work(seconds=1, memory=1024))
    # HEAD, GET and HEAD; PUT; half a request to SQS; two listings.
    assert estimate.requests == pytest.approx(3 * 0.40 + 5.00 + 0.5 * 0.40 + 0.01)
    assert estimate.function == pytest.approx(0.20 + 16.6667)
    assert estimate.total == estimate.requests + estimate.function


def test_more_variants_cost_more_requests_and_no_more_function() -> None:
    work = Work(1, 1024)
    one = backfill_estimate(1000, recipe(), work)
    two = backfill_estimate(1000, recipe(a={"width": 9}, b={"width": 10}), work)
    assert two.requests - one.requests == pytest.approx(1000 * (0.40 + 5.00) / 1e6)
    assert two.function == one.function


def test_nothing_costs_nothing() -> None:
    assert backfill_estimate(0, recipe(), Work(1, 1024)).total == 0


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "about $0.00"),
        (0.00001, "less than $0.0001"),
        (0.000423, "about $0.00042"),
        (0.0512, "about $0.051"),
        (1.204, "about $1.20"),
        (99.5, "about $99.50"),
        (1234.5, "about $1,234"),
    ],
)
def test_amounts_have_digits_that_say_something(amount: float, text: str) -> None:
    assert dollars(amount) == text


def test_prices_are_those_of_the_cost_model() -> None:
    # The commands are a package of their own, which the model is no part of.
    table = tomllib.loads((Path(__file__).parents[3] / "models" / "prices.toml").read_text())
    for name, price in (
        ("s3_put", prices.PUT),
        ("s3_put", prices.LIST),
        ("s3_get", prices.GET),
        ("s3_get", prices.HEAD),
        ("sqs_requests", prices.SQS_REQUEST),
        ("lambda_requests", prices.LAMBDA_REQUEST),
        ("lambda_gb_seconds_x86_64", prices.LAMBDA_GB_SECOND),
    ):
        assert price == pytest.approx(table[name]["usd"] / table[name]["per"]), name
        assert table[name]["page"] in (prices.__doc__ or "")
