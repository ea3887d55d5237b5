"""Where no reports are written, the function's log says which sources were rejected."""

from __future__ import annotations

import json
import time

import pytest

from tests.functional.cli.audit.documents import findings
from thumbnailer.results.log_line import Delivery, log_line
from thumbnailer.results.objects import SourceRef
from thumbnailer.results.outcome import Outcome, Settlement
from thumbnailer_cli.audit import explain
from thumbnailer_cli.shared.aws.logs import Logs
from tools.samples.account import BUCKET, Account
from tools.samples.recipes import THUMB


def log_rejection(deployment: Account, key: str, etag: str, recipe_id: str | None = None) -> None:
    """Write the line that the function would write of a source that it rejects."""
    ref = SourceRef(BUCKET, key)
    end = Settlement(
        Outcome.REJECTED,
        "not_an_image",
        "no picture",
        source_etag=etag,
        recipe_id=recipe_id or deployment.recipe.id,
    )
    line = log_line(Delivery("blog", "request", "message"), ref, end, 1.0, time.time())
    deployment.log(line)


def test_without_reports_rejected_sources_are_looked_for_in_the_log(deployment: Account) -> None:
    variants = {"thumb": THUMB, "large": {"width": 500}}
    deployment.outputs["recipe"] = json.dumps({"variants": variants})
    etag = deployment.upload("uploads/bad.jpg")
    document = deployment.document("audit", "--yes", exit_code=1)
    assert (document["totals"]["missing"], document["problems"]) == (2, 2)
    for _ in range(2):  # as often as its event came
        log_rejection(deployment, "uploads/bad.jpg", etag)
    for options in ([], ["--quick"]):
        document = deployment.document("audit", "--yes", *options)
        assert findings(document) == {("rejected", "uploads/bad.jpg", None)}
        assert len(document["findings"]) == 1
        assert document["findings"][0]["detail"] == "not_an_image: no picture"
    assert deployment.document("audit", "--fix", "--yes")["enqueued"] == 0


def test_the_log_tells_of_this_source_and_this_recipe_only(deployment: Account) -> None:
    first = deployment.upload("uploads/bad.jpg")
    log_rejection(deployment, "uploads/bad.jpg", first, recipe_id="another")
    log_rejection(deployment, "uploads/bad.jpg", "older")
    log_rejection(deployment, "uploads/other.jpg", first)
    document = deployment.document("audit", "--yes", exit_code=1)
    assert findings(document) == {("missing", "uploads/bad.jpg", "thumbnails/bad_thumb.jpg")}


@pytest.mark.parametrize("on_delete", ["keep", "remove"])
def test_outputs_of_an_older_source_stay_as_on_delete_says_without_reports(
    deployment: Account, on_delete: str
) -> None:
    deployment.outputs["on_delete"] = on_delete
    etag = deployment.upload("uploads/bad.jpg")
    deployment.settle("uploads/bad.jpg", etag="older")
    log_rejection(deployment, "uploads/bad.jpg", etag)
    document = deployment.document("audit", "--yes", exit_code=int(on_delete == "remove"))
    assert document["totals"]["stale"] == int(on_delete == "remove")


@pytest.mark.parametrize(
    ("group", "why"),
    [
        (None, 'the output "log_group_name" is missing'),
        ("/aws/lambda/none", "cannot read the log group /aws/lambda/none"),
    ],
)
def test_a_log_that_cannot_be_read_is_told(
    deployment: Account, group: str | None, why: str
) -> None:
    deployment.outputs["log_group_name"] = group
    assert deployment.run("audit", "--yes").stderr.count(why) == 0  # nothing to look for
    deployment.upload("uploads/bad.jpg")
    result = deployment.run("audit", "--yes")
    assert result.exit_code == 1
    assert why in result.stderr
    assert "Rejected sources may show as missing." in result.stderr


def test_a_log_that_is_too_long_is_read_in_part(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explain, "_LOG_REQUESTS", 2)
    monkeypatch.setattr(Logs, "rejections", lambda *_: iter([[], [], []]))
    deployment.upload("uploads/bad.jpg")
    result = deployment.run("audit", "--yes")
    assert "the log is too long to read with 2 requests" in result.stderr


def test_with_reports_the_log_is_not_read(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Logs, "rejections", lambda *_: pytest.fail("it was read"))
    deployment.outputs["rejected_prefix"] = "rejected/"
    deployment.upload("uploads/missing.jpg")
    deployment.upload("uploads/bad.jpg")
    deployment.reject("uploads/bad.jpg")
    assert deployment.document("audit", "--yes", exit_code=1)["totals"]["missing"] == 1
