"""What AWS and boto3 refuse is one line that says what to do."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import SSLError

from tests.functional.cli.shared.refusals import refused
from tools.samples.account import Account


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (
            "AccessDenied",
            "cannot list s3://pictures/uploads/: access denied; the command needs s3:List",
        ),
        ("ExpiredToken", "the credentials are invalid or have expired (ExpiredToken)"),
        ("SlowDown", "cannot list s3://pictures/uploads/: SlowDown: no\\nreally"),
    ],
)
def test_what_aws_refuses_is_one_clear_line(
    deployment: Account, monkeypatch: pytest.MonkeyPatch, code: str, says: str
) -> None:
    monkeypatch.setattr("botocore.client.BaseClient._make_api_call", refused(code))
    result = deployment.run("audit", "--yes")
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert says in line
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("output", "value", "command", "says"),
    [
        (
            "bucket_name",
            "nobodys",
            ["audit", "--yes"],
            "s3://nobodys/uploads/: the bucket does not",
        ),
        ("bucket_name", "No_Bucket!", ["audit", "--yes"], "cannot list s3://No_Bucket!/uploads/"),
        ("destination_bucket_name", "nobodys", ["audit", "--yes"], "s3://nobodys/thumbnails/:"),
        (
            "queue_url",
            "https://sqs/1/none",
            ["audit", "--fix", "--yes"],
            "the queue does not exist",
        ),
        ("queue_url", "https://sqs/1/none", ["backfill", "--yes"], "the queue does not exist"),
        (
            "dead_letter_queue_url",
            "https://sqs/1/none",
            ["dlq", "peek"],
            "the queue does not exist",
        ),
        (
            "dead_letter_queue_url",
            "https://sqs/1/none",
            ["dlq", "redrive"],
            "the queue does not exist",
        ),
    ],
)
def test_wrong_names_are_one_clear_line(
    deployment: Account, output: str, value: str, command: list[str], says: str
) -> None:
    queue = deployment.outputs["queue_url"]
    deployment.outputs[output] = value
    result = deployment.run(*command)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert says in line
    deployment.outputs["queue_url"] = queue
    assert deployment.bodies() == []


def test_missing_credentials_region_and_a_wrong_endpoint_are_told(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", "nonsense")
        result = deployment.run("audit", "--yes")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "nonsense; check AWS_ENDPOINT_URL" in result.stderr
    with monkeypatch.context() as patch:
        patch.setenv("AWS_PROFILE", "nobody")
        result = deployment.run("audit", "--yes")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "nobody" in result.stderr
    with monkeypatch.context() as patch:
        patch.delenv("AWS_DEFAULT_REGION")
        assert deployment.run("audit", "--yes").exit_code == 0  # the queue's ARN names it
        del deployment.outputs["queue_arn"]
        result = deployment.run("audit", "--yes")
    assert result.exit_code == 2
    assert "no AWS Region found; set AWS_REGION" in result.stderr


def test_a_certificate_that_nobody_vouches_for(
    deployment: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def call(*_: Any) -> None:
        raise SSLError(endpoint_url="https://s3.example", error=OSError("verify failed"))

    monkeypatch.setattr("botocore.client.BaseClient._make_api_call", call)
    result = deployment.run("audit", "--yes")
    assert result.exit_code == 2
    assert "verify failed" in result.stderr
    assert "set AWS_CA_BUNDLE to the file of its certificates" in result.stderr
    assert "check the network" not in result.stderr
