"""A plan is applied where the zips are missing or others: nothing is created."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tools.build import zips
from tools.local_aws import deployment
from tools.local_aws.deployment import Deployment
from tools.local_aws.endpoint import Endpoint
from tools.local_aws.terraform import TerraformError, terraform
from tools.paths import ROOT


def planned(aws: Endpoint, tmp_path: Path) -> tuple[Deployment, Path, dict[str, Path]]:
    """A saved plan of examples/miniblog with zips of its own."""
    made = zips.for_local_runs()
    copies = {
        name: Path(shutil.copy(path, tmp_path))
        for name, path in {"function_zip": made.function, "layer_zip": made.layer}.items()
    }
    variables = {
        "id": "artifacts-e2e",
        "architecture": made.arch,
        "artifacts": json.dumps({name: str(path) for name, path in copies.items()}),
    }
    state = deployment.fresh_state(f"artifacts-e2e-{tmp_path.name}")
    miniblog = Deployment(aws, ROOT / "examples/miniblog", state, variables)
    plan = tmp_path / "plan"
    given = environment(aws, tmp_path) | {
        f"TF_VAR_{name}": value for name, value in variables.items()
    }
    terraform(["init", "-no-color"], miniblog.directory, given)
    terraform(["plan", "-no-color", f"-state={state}", f"-out={plan}"], miniblog.directory, given)
    return miniblog, plan, copies


def environment(aws: Endpoint, tmp_path: Path) -> dict[str, str]:
    """Working data of its own: others are at work in the same directory."""
    return aws.environment() | {"TF_DATA_DIR": str(tmp_path / "data")}


@pytest.mark.parametrize("missing", ["function_zip", "layer_zip"])
def test_nothing_is_created_where_a_zip_is_missing(
    aws: Endpoint, tmp_path: Path, missing: str
) -> None:
    miniblog, plan, copies = planned(aws, tmp_path)
    copies[missing].unlink()
    with pytest.raises(TerraformError, match="does not exist"):
        terraform(
            ["apply", "-no-color", f"-state={miniblog.state}", str(plan)],
            miniblog.directory,
            environment(aws, tmp_path),
        )
    there: list[str] = []
    if miniblog.state.exists():
        listed = ["state", "list", f"-state={miniblog.state}"]
        there = terraform(listed, miniblog.directory, environment(aws, tmp_path)).stdout.split()
    created = [address for address in there if ".data." not in address]
    assert [address for address in created if not address.startswith("data.")] == []
