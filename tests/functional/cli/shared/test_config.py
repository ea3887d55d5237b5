"""--config and --module."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tests.functional.cli.shared.refusals import refused
from thumbnailer_cli.main import app
from tools.samples.account import Account


def test_a_wrong_config_is_told_before_anything_is_asked_of_aws(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("botocore.client.BaseClient._make_api_call", refused("AccessDenied"))
    del deployment.outputs["bucket_name"], deployment.outputs["queue_url"]
    deployment.outputs["on_delete"] = "burn"
    result = deployment.run("audit", "--yes")
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert len(lines) == 3
    assert 'the output "bucket_name" is missing' in lines[0]
    assert 'the output "queue_url" is missing' in lines[1]
    assert '"on_delete" must be one of keep, remove' in lines[2]
    missing = CliRunner().invoke(app, ["audit", "--config", "nowhere.json"])
    assert missing.exit_code == 2
    assert "cannot read --config nowhere.json: No such file" in missing.stderr


def test_the_config_may_come_from_standard_input(deployment: Account) -> None:
    outputs = json.dumps({n: {"value": v} for n, v in deployment.outputs.items()})
    result = CliRunner().invoke(app, ["audit", "--config", "-", "--yes"], input=outputs)
    assert result.exit_code == 0


def test_an_instance_of_a_module_by_for_each(deployment: Account) -> None:
    deployment.upload("uploads/a.jpg")
    others = {name: f"https://{name}" for name in ("queue_url", "dead_letter_queue_url")}
    instances = {"avatars": deployment.outputs, "covers": deployment.outputs | others}
    deployment.outputs = {"thumbs": instances}
    document = deployment.document("audit", "--yes", "--module", 'thumbs["avatars"]', exit_code=1)
    assert document["totals"]["missing"] == 1
    result = deployment.run("audit", "--yes")
    assert result.exit_code == 2
    assert """--module 'thumbs["avatars"]' or --module 'thumbs["covers"]'""" in result.stderr
