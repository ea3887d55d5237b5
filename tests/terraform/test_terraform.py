"""Runs what Terraform checks itself: the configurations, and the *.tftest.hcl beside this file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.terraform.offline import Offline
from tools.paths import ROOT

CONFIGURATIONS = [ROOT, *sorted(path.parent for path in ROOT.glob("examples/*/versions.tf"))]
FILES = sorted(Path(__file__).parent.glob("*.tftest.hcl"))


@pytest.mark.parametrize(
    "configuration", CONFIGURATIONS, ids=["root", *(path.name for path in CONFIGURATIONS[1:])]
)
def test_validate(terraform: Offline, configuration: Path) -> None:
    done = terraform.run(configuration, "validate", "-json", check=False)
    # No warnings either: of something deprecated, for example.
    assert json.loads(done.stdout)["diagnostics"] == []


@pytest.mark.parametrize("file", FILES, ids=[file.name.split(".")[0] for file in FILES])
def test_terraform_test(terraform: Offline, file: Path) -> None:
    done = terraform.test(file)
    said = done.stdout + done.stderr
    assert f"{file.name}... pass" in said, said
    assert "Success!" in said, said
    assert " 0 failed" in said, said
