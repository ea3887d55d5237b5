from __future__ import annotations

import json
import platform
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tools.build import zips
from tools.build.zips import Artifacts
from tools.errors import ToolError
from tools.local_aws import deployment
from tools.local_aws.deployment import Deployment
from tools.local_aws.endpoint import Endpoint


@pytest.fixture
def deployed(tmp_path: Path) -> Deployment:
    return Deployment(Endpoint("http://127.0.0.1:1"), tmp_path, tmp_path / "x.tfstate", {})


def answer(monkeypatch: pytest.MonkeyPatch, code: int, document: dict[str, Any]) -> None:
    def terraform(args: Sequence[str], *_: Any, **__: Any) -> subprocess.CompletedProcess[str]:
        if args[0] == "plan":
            return subprocess.CompletedProcess(args, code, "the plan", "the error")
        assert list(args[:2]) == ["show", "-json"]
        return subprocess.CompletedProcess(args, 0, json.dumps(document), "")

    monkeypatch.setattr(deployment, "terraform", terraform)


def change(kind: str, *actions: str) -> dict[str, Any]:
    return {"type": kind, "change": {"actions": list(actions)}}


ALARM = change("aws_cloudwatch_metric_alarm", "update")
QUEUE = change("aws_sqs_queue", "update")
SAME = change("aws_s3_bucket", "no-op")


@pytest.mark.parametrize(
    ("code", "document", "told"),
    [
        (0, {}, ""),
        (2, {"resource_changes": [SAME, ALARM]}, ""),
        (2, {"resource_changes": [ALARM, QUEUE]}, "the plan"),
        (2, {"output_changes": {"a": {"actions": ["update"]}}}, "the plan"),
        (2, {"output_changes": {"a": {"actions": ["no-op"]}}}, ""),
    ],
)
def test_what_the_emulator_answers_wrongly_is_no_change(
    monkeypatch: pytest.MonkeyPatch,
    deployed: Deployment,
    code: int,
    document: dict[str, Any],
    told: str,
) -> None:
    answer(monkeypatch, code, document)
    assert deployed.planned_changes() == told


def test_a_plan_that_fails(monkeypatch: pytest.MonkeyPatch, deployed: Deployment) -> None:
    answer(monkeypatch, 1, {})
    with pytest.raises(ToolError, match="the error"):
        deployed.planned_changes()


def test_buckets_are_found_however_deep_they_lie() -> None:
    outputs = {
        "bucket_name": "a",
        "destination_bucket_name": None,
        "deployments": {"x": {"bucket_name": "b", "queue_name": "q"}},
    }
    assert deployment._buckets(outputs) == {"a", "b"}


@pytest.mark.parametrize(("external", "python"), [(False, "3.11"), (True, "3.13")])
def test_the_layer_is_for_the_python_that_runs_functions_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, external: bool, python: str
) -> None:
    def built(version: str) -> Callable[[], Artifacts]:
        return lambda: Artifacts(tmp_path / "f.zip", tmp_path / f"{version}.zip", "arm64", version)

    # This machine has an older one.
    monkeypatch.setattr(zips, "for_local_runs", built("3.11"))
    monkeypatch.setattr(zips, "for_lambda", built("3.13"))
    monkeypatch.setattr(deployment, "fresh_state", lambda name: tmp_path / name)
    there = Endpoint("http://127.0.0.1:1", external=external)
    made = deployment.of_example("miniblog", there, "test")
    assert json.loads(made.variables["artifacts"])["layer_zip"] == str(tmp_path / f"{python}.zip")


def test_what_lambda_runs_is_built_on_any_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(platform, "machine", lambda: "arm64")
    monkeypatch.setattr(zips, "build", lambda arch, python, _: asked.append((arch, python)))
    zips.for_lambda.__wrapped__()
    assert asked == [("arm64", "3.13")]
    with pytest.raises(ToolError, match="Linux only"):
        zips.for_local_runs.__wrapped__()
