"""A short chaos run: S3 fails in every way, the function is killed and redeployed, nothing is lost.

It has an emulator of its own: faults need one without TLS and IAM.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chaos import commands, scenario, system
from chaos.scenario import Result, judge
from chaos.system import System
from chaos.uploads import Step

KINDS = {
    "slow_down",
    "throttling",
    "internal_error",
    "service_unavailable",
    "access_denied",
    "reset",
    "time_out",
    "latency",
    "truncated_body",
    "corrupted_body",
    "cut_upload",
    "slow_write",
    "endless_write",
    "killed",
    "late_write_of_a_killed",
    "function_time_out",
    "redeployed",
}


@pytest.fixture(scope="module")
def deployed() -> Iterator[System]:
    with system.running("chaos-e2e") as running:
        yield running


@pytest.fixture(scope="module")
def result(deployed: System) -> Result:
    return scenario.run(deployed, scenario.SHORT, print)


def good(result: Result) -> Step:
    """A picture that is still there."""
    last = {step.key: step for step in result.steps}
    return next(step for step in last.values() if step.good)


def output(step: Step) -> str:
    stem, _, ext = step.key.removeprefix("uploads/").rpartition(".")
    return f"thumbnails/{stem}_thumb.{ext}"


def test_nothing_is_lost_or_stale_or_dead_lettered(result: Result) -> None:
    verdict = result.verdict
    assert (verdict.lost, verdict.stale, verdict.dead_letters) == ([], [], [])
    assert set(verdict.outcomes) == {"settled", "rejected", "gone"}
    assert verdict.outcomes.total() == len({step.key for step in result.steps})


def test_every_kind_of_fault_was_injected(result: Result) -> None:
    assert set(result.injected) == KINDS
    assert min(result.injected.values()) > 0


def test_what_failed_went_through_the_dead_letter_queue(result: Result) -> None:
    assert result.redriven > 0
    assert any(line.startswith("failed: ") for line in result.lines)


@pytest.mark.usefixtures("result")
def test_the_audit_finds_nothing_either(deployed: System) -> None:
    code, printed = commands.audit(deployed)
    assert code == 0, printed


# The verdict can fail.


def test_an_output_that_is_gone_is_lost(deployed: System, result: Result) -> None:
    key = output(good(result))
    kept = deployed.s3.get_object(Bucket=deployed.bucket, Key=key)
    body = kept["Body"].read()
    deployed.s3.delete_object(Bucket=deployed.bucket, Key=key)
    verdict = judge(deployed, result.steps)
    deployed.s3.put_object(Bucket=deployed.bucket, Key=key, Body=body, Metadata=kept["Metadata"])
    assert (verdict.lost, verdict.stale) == ([f"{key}: missing"], [])
    assert verdict.outcomes["lost"] == 1
    assert not verdict.clean


@pytest.mark.parametrize("what", ["origin", "pixels"])
def test_an_output_of_something_else_is_stale(deployed: System, result: Result, what: str) -> None:
    key = output(good(result))
    kept = deployed.s3.get_object(Bucket=deployed.bucket, Key=key)
    body = kept["Body"].read()
    metadata = dict(kept["Metadata"])
    if what == "origin":
        changed, metadata["source-etag"] = body, "0" * 32
    else:
        changed = good(result).data
    deployed.s3.put_object(Bucket=deployed.bucket, Key=key, Body=changed, Metadata=metadata)
    verdict = judge(deployed, result.steps)
    deployed.s3.put_object(Bucket=deployed.bucket, Key=key, Body=body, Metadata=kept["Metadata"])
    assert (verdict.lost, len(verdict.stale)) == ([], 1)
    assert verdict.stale[0].startswith(key)


def test_what_nothing_explains_is_stale(deployed: System, result: Result) -> None:
    deployed.s3.put_object(Bucket=deployed.bucket, Key="thumbnails/left.png", Body=b"x")
    verdict = judge(deployed, result.steps)
    deployed.s3.delete_object(Bucket=deployed.bucket, Key="thumbnails/left.png")
    assert verdict.stale == ["thumbnails/left.png: should not be there"]


def test_a_dead_letter_is_counted(deployed: System, result: Result) -> None:
    deployed.sqs.send_message(QueueUrl=deployed.dead_letters, MessageBody="left")
    assert judge(deployed, result.steps).dead_letters == ["left"]
