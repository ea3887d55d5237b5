"""Runs what Terraform checks itself: the configurations, and the *.tftest.hcl beside this file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.paths import ROOT
from tools.terraform import terraform

# A plan asks nobody, but the provider wants a region and credentials of some kind.
NOBODY = {
    "AWS_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_EC2_METADATA_DISABLED": "true",
}
CONFIGURATIONS = [ROOT, *sorted(path.parent for path in ROOT.glob("examples/*/versions.tf"))]


@pytest.mark.parametrize(
    "configuration", CONFIGURATIONS, ids=[path.name for path in CONFIGURATIONS]
)
def test_validate(configuration: Path) -> None:
    terraform(["init", "-backend=false", "-no-color"], configuration, NOBODY)
    done = terraform(["validate", "-json"], configuration, NOBODY, check=False)
    # No warnings either: of something deprecated, for example.
    assert json.loads(done.stdout)["diagnostics"] == []


def test_terraform_test() -> None:
    where = "-test-directory=tests/terraform"
    terraform(["init", "-backend=false", "-no-color", where], ROOT, NOBODY)
    done = terraform(["test", "-no-color", where], ROOT, NOBODY)
    assert "0 failed" in done.stdout
    assert "Success!" in done.stdout
