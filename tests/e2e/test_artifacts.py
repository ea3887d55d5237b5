"""A plan is applied where a zip is missing or another one: nothing is created."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.build import interpreter, manifest, zips
from tools.local_aws import deployment
from tools.local_aws.endpoint import Endpoint
from tools.local_aws.terraform import TerraformError, terraform
from tools.paths import ROOT


@dataclass(frozen=True)
class Planned:
    """A saved plan of examples/miniblog with zips of its own.

    Attributes:
        dist: the directory of the zips and their manifest.
        environment: of Terraform, with working data of its own: others use the same example.
        state: the file Terraform keeps its state in.
    """

    dist: Path
    environment: dict[str, str]
    state: Path

    def terraform(self, *arguments: str) -> str:
        directory = ROOT / "examples/miniblog"
        return terraform(arguments, directory, self.environment).stdout

    def created(self) -> Sequence[str]:
        """The addresses of the resources that there are."""
        if not self.state.exists():
            return []
        listed = self.terraform("state", "list", f"-state={self.state}").split()
        return [address for address in listed if not f".{address}".count(".data.")]


@pytest.fixture(scope="module")
def planned(aws: Endpoint, tmp_path_factory: pytest.TempPathFactory) -> Planned:
    made = zips.for_local_runs()
    home = tmp_path_factory.mktemp("artifacts")
    dist = home / "dist"
    dist.mkdir()
    function, layer = (Path(shutil.copy(path, dist)) for path in (made.function, made.layer))
    # They never run, so whatever they are built for, the manifest may say what is asked for.
    manifest.record([function], interpreter.LAMBDA)
    manifest.record([layer], interpreter.LAMBDA, made.arch)
    artifacts = {"function_zip": str(function), "layer_zip": str(layer)}
    environment = aws.environment() | {
        "TF_DATA_DIR": str(home / "data"),
        "TF_VAR_id": "artifacts-e2e",
        "TF_VAR_architecture": made.arch,
        "TF_VAR_artifacts": json.dumps(artifacts),
    }
    state = deployment.fresh_state("artifacts-e2e")
    plan = Planned(dist, environment, state)
    plan.terraform("init", "-no-color")
    plan.terraform("plan", "-no-color", f"-state={state}", f"-out={home / 'plan'}")
    return plan


@pytest.mark.parametrize("name", ["thumbnailer.zip", "pillow-layer-*.zip"])
@pytest.mark.parametrize(
    ("content", "problem"),
    [(None, r"does\s+not\s+exist"), (b"another", r"its\s+SHA-256\s+differs")],
    ids=["missing", "another"],
)
def test_nothing_is_created(
    planned: Planned, name: str, content: bytes | None, problem: str
) -> None:
    [path] = planned.dist.glob(name)
    kept = path.rename(planned.dist / "kept")
    if content:
        path.write_bytes(content)
    try:
        with pytest.raises(TerraformError, match=problem):
            planned.terraform(
                "apply", "-no-color", f"-state={planned.state}", str(planned.dist.parent / "plan")
            )
        assert planned.created() == []
    finally:
        kept.replace(path)
        planned.state.unlink(missing_ok=True)  # or the plan is stale: data was read
