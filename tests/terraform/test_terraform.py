"""Runs what Terraform checks itself: the configurations, and the *.tftest.hcl beside this file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tools.local_aws.terraform import terraform
from tools.paths import ROOT

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

    def run(files: Sequence[Path]) -> str:
        filters = [f"-filter={file.relative_to(ROOT)}" for file in files]
        done = terraform(["test", "-no-color", where, *filters], ROOT, NOBODY, check=False)
        return done.stdout + done.stderr

    # Terraform runs one file after the other. Two of it at a time are done in half the time.
    files = sorted(Path(__file__).parent.glob("*.tftest.hcl"))
    with ThreadPoolExecutor() as pool:
        said = list(pool.map(run, (files[::2], files[1::2])))
    assert all("Success!" in each and " 0 failed" in each for each in said), "\n".join(said)
    assert all(any(f"{file.name}... pass" in each for each in said) for file in files)
