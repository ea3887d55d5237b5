from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from models import runs
from models.burst import (
    Burst,
    binding,
    concurrency_limit,
    drain_seconds,
    longest_burst,
    ramp_seconds,
    rates,
)
from models.data import QUOTAS, quota
from models.deployments import CORE_MB, GALLERY, MINIBLOG, Deployment
from models.runs import OutOfDateError, Run
from models.usage import invocation_seconds
from thumbnailer.config.settings import PROCESSOR
from tools.docs import hcl, members, object_type
from tools.paths import ROOT

# What scaling.md says of the ramp, in words.
SAID = {10: 1, 100: 19, 1000: 199}


@pytest.fixture(scope="module")
def simulated() -> list[Run]:
    return runs.kept()


def test_the_concurrency_is_the_least_of_three() -> None:
    assert concurrency_limit(Burst(maximum_concurrency=7)) == 7
    assert concurrency_limit(Burst(maximum_concurrency=5000)) == 1000


@pytest.mark.parametrize(("concurrency", "seconds"), SAID.items())
def test_the_ramp(concurrency: int, seconds: float) -> None:
    assert ramp_seconds(Burst(maximum_concurrency=concurrency)) == seconds
    assert ramp_seconds(Burst(maximum_concurrency=2)) == 0


def test_without_a_ramp_the_time_is_pictures_by_rate() -> None:
    burst = Burst(maximum_concurrency=5)
    rate = 5 * 5 / invocation_seconds(replace(MINIBLOG, batch=5))
    assert rates(burst)["concurrency"] == pytest.approx(rate)
    assert drain_seconds(burst) == pytest.approx(1_000_000 / rate)
    assert binding(burst) == "concurrency"


@pytest.mark.parametrize(("example", "concurrency"), [(MINIBLOG, 20), (GALLERY, 200)])
def test_what_the_docs_tell_to_set_is_enough(example: Deployment, concurrency: int) -> None:
    burst = Burst(100_000, 30, concurrency, deployment=example)
    assert drain_seconds(burst) < 600 < drain_seconds(replace(burst, maximum_concurrency=10))


def test_slow_uploads_decide_themselves() -> None:
    burst = Burst(seconds=86_400, maximum_concurrency=100)
    assert binding(burst) == "uploads"
    assert drain_seconds(burst) == 86_400


def test_above_what_s3_takes_more_concurrency_changes_nothing() -> None:
    high, higher = (Burst(maximum_concurrency=c) for c in (500, 1000))
    assert binding(high) == binding(higher) == "S3"
    assert drain_seconds(high) == pytest.approx(drain_seconds(higher))


def test_a_backlog_that_lasts_as_long_as_messages_are_kept() -> None:
    burst = Burst(deployment=GALLERY)
    pictures = longest_burst(burst, quota("retention_seconds"))
    assert pictures / rates(burst)["concurrency"] == pytest.approx(4 * 86_400)


# What follows holds the kept results of the simulation against what is known without it. That the
# simulation still gives them is tested where SimPy is: models/tests/artifact/test_draw.py.


def test_simulated_bursts_take_as_long_as_the_formula_says(simulated: list[Run]) -> None:
    assert len(simulated) == 14
    for run in simulated:
        assert run.result.drained_seconds == pytest.approx(drain_seconds(run.burst), rel=0.01)


def test_where_pollers_are_not_the_limit_the_rate_is_concurrency_by_time(
    simulated: list[Run],
) -> None:
    bound = [run for run in simulated if binding(run.burst) == "concurrency"]
    assert len(bound) > 7
    for run in bound:
        seconds = invocation_seconds(run.burst.filled)
        rate = run.burst.maximum_concurrency * run.burst.batch / seconds
        assert run.result.pictures_per_second == pytest.approx(rate, rel=0.01)
        assert run.result.slowed_seconds < 0.01


def test_where_s3_is_the_limit_the_rate_is_its(simulated: list[Run]) -> None:
    rates_of_s3 = {"miniblog": 5500 / 2, "gallery": 3500 / 4}
    bound = [run for run in simulated if binding(run.burst) == "S3"]
    assert {run.burst.deployment.name for run in bound} == set(rates_of_s3)
    for run in bound:
        rate = rates_of_s3[run.burst.deployment.name]
        assert run.result.pictures_per_second == pytest.approx(rate, rel=0.01)
        assert run.result.slowed_seconds > 0.1


def test_the_simulation_kept_to_every_limit(simulated: list[Run]) -> None:
    for run in simulated:
        assert run.result.concurrency == run.burst.maximum_concurrency
        assert run.result.most_in_flight == run.burst.maximum_concurrency * run.burst.batch
        assert run.result.most_in_flight < quota("sqs_in_flight")
        # The last message comes at the end of the uploads, and waits for all the others.
        waited = run.result.drained_seconds - run.burst.seconds
        assert run.result.oldest_seconds == pytest.approx(waited, rel=0.03, abs=5)


def test_kept_results_of_other_numbers_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = json.loads(runs.RESULTS.read_text())
    content["inputs"]["quotas"]["esm_per_minute"] = 60
    stale = tmp_path / "burst.json"
    stale.write_text(json.dumps(content))
    monkeypatch.setattr(runs, "RESULTS", stale)
    with pytest.raises(OutOfDateError, match=r"burst\.json .* run `make models`"):
        runs.kept()


def test_kept_results_have_a_line_each(
    simulated: list[Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = runs.RESULTS.read_text()
    monkeypatch.setattr(runs, "RESULTS", tmp_path / "burst.json")
    runs.keep([run.result for run in simulated])
    assert runs.RESULTS.read_text() == kept
    assert kept.count("\n") < 2 * len(simulated) + 20
    assert runs.kept() == simulated


def test_quotas_name_their_page_and_variables_that_exist() -> None:
    variables = hcl.blocks(ROOT, "variable") | hcl.blocks(ROOT / members.TYPED, "variable")
    for limit in QUOTAS.values():
        assert limit.page.startswith("https://docs.aws.amazon.com/")
        for name in re.findall(r"`([^`]+)`", limit.moves):
            variable, _, member = name.partition(".")
            assert variable in variables
            assert member in str(variables[variable]["type"])


def test_a_deployment_as_it_is_has_the_defaults_of_the_module() -> None:
    variables = hcl.blocks(ROOT / members.TYPED, "variable")
    batching, function = (
        object_type.fields(str(variables[name]["type"])) for name in ("batching", "function")
    )
    assert Burst.batch == int(batching["batch_size"].default or 0)
    assert Burst.maximum_concurrency == int(batching["maximum_concurrency"].default or 0)
    assert MINIBLOG.memory_mb == CORE_MB == int(function["memory_size"].default or 0) == PROCESSOR
    assert f'"{MINIBLOG.architecture}"' == function["architecture"].default


def test_quoted_quotas_are_those_of_the_data() -> None:
    text = (ROOT / "docs/scaling.md").read_text()
    formula = text[text.index("    t    seconds") : text.index("A burst of n sources")]
    assert re.findall(r"[\d,]*\d{3}", formula) == ["1,250", "3,500", "5,500"]
    quoted = [f"{quota(n):,}" for n in ("esm_most", "s3_put_per_second", "s3_get_per_second")]
    assert quoted == ["1,250", "3,500", "5,500"]
    said = QUOTAS["esm_per_minute"].bites
    assert f"100 at a time are reached after {SAID[100]} s, 1,000 after {SAID[1000]} s" in said
    assert f"begin with {quota('esm_start')} and become {quota('esm_per_minute')} more" in text
    retention = hcl.blocks(ROOT / "modules/queue", "resource")
    assert quota("retention_seconds") == 4 * 86_400
    assert "4 * local.day" in str(retention) or "345600" in str(retention)
