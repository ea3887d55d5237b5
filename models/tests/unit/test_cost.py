from __future__ import annotations

import re
from dataclasses import replace

import pytest

from models import cost
from models.cost import bill, by_service, total
from models.data import PRICES, PRICES_DATE, REGION
from models.deployments import EXAMPLES, GALLERY, MINIBLOG, VOLUMES, Deployment
from models.usage import usage
from thumbnailer_cli.shared import prices as cli_prices


def test_a_million_small_thumbnails_reckoned_by_hand() -> None:
    lines = by_service(bill(MINIBLOG, 1_000_000))
    assert lines["S3 requests"] == pytest.approx(5.00 + 2 * 0.40)
    assert lines["SQS"] == pytest.approx((3 + 0.657) * 0.40)
    gb_seconds = usage(MINIBLOG, 1_000_000)["lambda_gb_seconds_arm64"]
    assert lines["Lambda"] == pytest.approx(gb_seconds * 0.0000133334 + 0.20)
    assert lines["CloudWatch metrics"] == pytest.approx(0.60, abs=0.02)


@pytest.mark.parametrize(("deployment", "most"), [(MINIBLOG, 13.00), (GALLERY, 68.00)])
def test_a_million_pictures_cost_no_more_than_they_should(
    deployment: Deployment, most: float
) -> None:
    assert total(deployment, 1_000_000) <= most


@pytest.mark.parametrize("deployment", EXAMPLES, ids=lambda d: d.name)
def test_an_idle_deployment_costs_its_polls_only(deployment: Deployment) -> None:
    assert total(deployment, 0) == pytest.approx(0.657 * 0.40)
    assert total(deployment, 0) <= 0.60


@pytest.mark.parametrize("deployment", EXAMPLES, ids=lambda d: d.name)
@pytest.mark.parametrize("architecture", ["arm64", "x86_64"])
def test_whatever_is_used_has_a_price(deployment: Deployment, architecture: str) -> None:
    everything = replace(
        deployment,
        architecture=architecture,
        reports=True,
        eventbridge=True,
        notices=True,
        alarms=11,
        dashboards=1,
        kms_key=True,
        views=10,
    )
    lines = bill(everything, 1_000_000)
    assert all(dollars > 0 for dollars in lines.values())
    other = {"arm64": "x86_64", "x86_64": "arm64"}[architecture]
    assert set(PRICES) - set(lines) == {f"lambda_gb_seconds_{other}"}
    assert sum(by_service(lines).values()) == pytest.approx(total(everything, 1_000_000))


@pytest.mark.parametrize("deployment", EXAMPLES, ids=lambda d: d.name)
def test_more_pictures_cost_more_and_each_costs_less(deployment: Deployment) -> None:
    totals = [total(deployment, volume) for volume in VOLUMES]
    assert totals == sorted(totals)
    each = [dollars / volume for dollars, volume in zip(totals, VOLUMES, strict=True)]
    assert each == sorted(each, reverse=True)


def test_the_free_tier_is_taken_off_once_and_never_pays() -> None:
    small = bill(MINIBLOG, 10_000, free_tier=True)
    assert small["sqs_requests"] == small["lambda_requests"] == small["metrics"] == 0
    assert all(dollars >= 0 for dollars in small.values())
    large, listed = (bill(MINIBLOG, 1e8, free_tier=free) for free in (True, False))
    assert listed["sqs_requests"] - large["sqs_requests"] == pytest.approx(0.40)
    assert listed["lambda_gb_seconds_arm64"] - large["lambda_gb_seconds_arm64"] == pytest.approx(
        400_000 * 0.0000133334
    )
    # What has no free units costs the same.
    assert large["s3_put"] == listed["s3_put"]


def test_every_price_says_where_it_is_from() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", PRICES_DATE)
    assert REGION == "us-east-1"
    for price in PRICES.values():
        assert price.page.startswith("https://aws.amazon.com/")
        assert re.match(r"Infracost|https://|AWS's page|from memory, check", price.checked)
        assert price.usd > 0
        assert price.per > 0


def test_the_command_line_reckons_with_the_same_prices() -> None:
    def one(name: str) -> float:
        return PRICES[name].usd / PRICES[name].per

    assert cli_prices.PUT == cli_prices.LIST == pytest.approx(one("s3_put"))
    assert cli_prices.GET == cli_prices.HEAD == pytest.approx(one("s3_get"))
    assert pytest.approx(one("sqs_requests")) == cli_prices.SQS_REQUEST
    assert pytest.approx(one("lambda_requests")) == cli_prices.LAMBDA_REQUEST
    assert pytest.approx(one("lambda_gb_seconds_x86_64")) == cli_prices.LAMBDA_GB_SECOND


def test_the_command_prints_the_bills(capsys: pytest.CaptureFixture[str]) -> None:
    assert cost.main([]) == 0
    said = capsys.readouterr().out
    for deployment in EXAMPLES:
        for volume in VOLUMES:
            dollars = f"{total(deployment, volume):,.2f}"
            assert f"{deployment.name}, {volume:,} pictures: {dollars}" in said


def test_the_command_takes_another_deployment(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--example", "gallery", "--pictures", "5000", "--memory", "1024", "--batch", "3"]
    assert cost.main([*arguments, "--architecture", "x86_64", "--views", "2"]) == 0
    changed = replace(GALLERY, memory_mb=1024, batch=3.0, architecture="x86_64", views=2)
    said = capsys.readouterr().out
    assert f"gallery, 5,000 pictures: {total(changed, 5000):,.2f}" in said
    assert "miniblog" not in said
    assert re.search(r"^  CloudFront +\d", said, re.MULTILINE)


def test_the_command_takes_the_free_tier_off(capsys: pytest.CaptureFixture[str]) -> None:
    assert cost.main(["--example", "miniblog", "--pictures", "10000", "--free-tier"]) == 0
    assert f"{total(MINIBLOG, 10_000, free_tier=True):,.2f}" in capsys.readouterr().out
