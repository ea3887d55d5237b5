"""An example applied to an endpoint with the real Terraform, for the demo and the tests."""

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.build import zips
from tools.errors import ToolError
from tools.local_aws.endpoint import Endpoint
from tools.local_aws.existing_bucket import ExistingBucket
from tools.local_aws.terraform import terraform
from tools.paths import BUILD, ROOT

_NO_CHANGES, _CHANGES = 0, 2  # exit codes of `plan -detailed-exitcode`

# The emulator leaves most of an alarm's arguments out where Terraform asks for them, so that every
# plan would set them again.
_ANSWERED_WRONGLY = {"aws_cloudwatch_metric_alarm"}


@dataclass(frozen=True)
class Deployment:
    """One example on one endpoint.

    Attributes:
        endpoint: where it is applied.
        directory: of the example.
        state: the file Terraform keeps its state in.
        variables: of the example.
    """

    endpoint: Endpoint
    directory: Path
    state: Path
    variables: Mapping[str, str]

    def apply(self) -> None:
        """Apply the example."""
        self._run("init", "-input=false", "-no-color")
        self._run("apply", "-auto-approve", "-input=false", "-no-color", f"-state={self.state}")

    def outputs(self) -> dict[str, Any]:
        """The outputs of what is applied."""
        shown = json.loads(self._run("output", "-json", f"-state={self.state}"))
        return {name: output["value"] for name, output in shown.items()}

    def planned_changes(self) -> str:
        """What another apply would change, as Terraform tells it; empty when nothing.

        What the emulator answers wrongly (_ANSWERED_WRONGLY) does not count.
        """
        plan = self.state.with_suffix(".tfplan")
        args = ["plan", "-detailed-exitcode", "-input=false", "-no-color", f"-out={plan}"]
        done = terraform(
            [*args, f"-state={self.state}"], self.directory, self._environment(), check=False
        )
        if done.returncode not in (_NO_CHANGES, _CHANGES):
            raise ToolError(f"terraform plan failed:\n{done.stdout}{done.stderr}")
        if done.returncode == _NO_CHANGES:
            return ""
        planned = json.loads(self._run("show", "-json", str(plan)))
        changes = [
            *(
                change["change"]["actions"]
                for change in planned.get("resource_changes", [])
                if change["type"] not in _ANSWERED_WRONGLY
            ),
            *(change["actions"] for change in planned.get("output_changes", {}).values()),
        ]
        return "" if all(actions == ["no-op"] for actions in changes) else done.stdout

    def destroy(self, *, pictures: bool = True) -> None:
        """Destroy everything.

        Args:
            pictures: empty the buckets first.

        Raises:
            ToolError: Terraform stopped, for example at a bucket that is not empty.
        """
        if pictures and self.state.exists():
            for bucket in _buckets(self.outputs()):
                empty(self.endpoint, bucket)
        self._run("destroy", "-auto-approve", "-input=false", "-no-color", f"-state={self.state}")

    def resources(self) -> list[str]:
        """The addresses of the resources that the state still holds."""
        if not self.state.exists():
            return []
        return self._run("state", "list", f"-state={self.state}").split()

    def _run(self, *args: str) -> str:
        return terraform(args, self.directory, self._environment()).stdout

    def _environment(self) -> dict[str, str]:
        values = {f"TF_VAR_{name}": value for name, value in self.variables.items()}
        return self.endpoint.environment() | values


def empty(endpoint: Endpoint, bucket: str) -> None:
    """Delete all versions of all objects in a bucket.

    AWS leaves this to the provider (force_destroy). The emulator ignores the encoding the provider
    lists keys in, and the provider then tries for ever to delete a key with a "+".

    Args:
        endpoint: where the bucket is.
        bucket: its name.
    """
    s3 = endpoint.client("s3")
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        for version in page.get("Versions", []) + page.get("DeleteMarkers", []):
            s3.delete_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])


def _buckets(outputs: Any) -> set[str]:
    """The names of the buckets in the outputs, however deep they lie."""
    if not isinstance(outputs, dict):
        return set()
    names = {v for name, v in outputs.items() if name.endswith("bucket_name") and v}
    return names.union(*map(_buckets, outputs.values()))


def fresh_state(name: str) -> Path:
    """Where Terraform shall keep a state; what an earlier run left there is gone.

    Args:
        name: tells this state from others'.

    Returns:
        The path.
    """
    state = BUILD / f"{name}.tfstate"
    for leftover in (state, state.with_name(f"{state.name}.backup")):
        leftover.unlink(missing_ok=True)
    return state


def of_example(example: str, endpoint: Endpoint, name: str) -> Deployment:
    """Prepare an example for an endpoint, building the artifacts it needs.

    They are for the Python that runs functions there: with an emulator of ours that of this
    machine, elsewhere that of Lambda.

    Args:
        example: its directory in examples/. The bucket of existing-bucket is created.
        endpoint: where it shall be applied.
        name: becomes part of the bucket's name and of the state file's.
    """
    artifacts = zips.for_lambda() if endpoint.external else zips.for_local_runs()
    state = fresh_state(f"{example}-{name}")
    variables = {
        "id": name,
        "architecture": artifacts.arch,
        "force_destroy": "true",
        "artifacts": json.dumps(
            {"function_zip": str(artifacts.function), "layer_zip": str(artifacts.layer)}
        ),
    }
    if example == "existing-bucket":
        variables |= ExistingBucket(endpoint, f"{example}-{name}").create()
    return Deployment(endpoint, ROOT / "examples" / example, state, variables)


@contextlib.contextmanager
def applied(deployment: Deployment) -> Iterator[dict[str, Any]]:
    """Apply on entry, destroy on exit; yields the outputs."""
    try:
        deployment.apply()
        yield deployment.outputs()
    finally:
        deployment.destroy()
