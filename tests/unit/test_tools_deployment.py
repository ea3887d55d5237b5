from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tools import deployment
from tools.deployment import Deployment
from tools.endpoint import Endpoint
from tools.errors import ToolError


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
