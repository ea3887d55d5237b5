"""What the function's role can do, and what it cannot, with IAM enforced."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.e2e.pipeline import PATIENCE_SECONDS, Pipeline, wait_for
from tools.samples.pictures import jpeg

pytestmark = pytest.mark.enforced_iam


@pytest.fixture(scope="module")
def as_function(pipeline: Pipeline) -> Any:
    """An S3 client with the credentials of the function's role."""
    return pipeline.as_function("s3")


def outcome(call: Callable[[], object]) -> str:
    try:
        call()
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return "allowed"


def test_the_role_can_do_its_work(pipeline: Pipeline, as_function: Any) -> None:
    bucket = pipeline.bucket
    pipeline.s3.put_object(Bucket=bucket, Key="uploads/readable", Body=b"x")
    assert as_function.get_object(Bucket=bucket, Key="uploads/readable")["Body"].read() == b"x"
    as_function.put_object(Bucket=bucket, Key="thumbnails/writable", Body=b"y")
    assert as_function.head_object(Bucket=bucket, Key="thumbnails/writable")["ContentLength"] == 1
    # Absent is told from forbidden.
    assert outcome(lambda: as_function.get_object(Bucket=bucket, Key="uploads/no")) == "NoSuchKey"


@pytest.mark.parametrize(
    ("method", "key"),
    [
        ("get_object", "elsewhere/secret"),
        ("put_object", "elsewhere/new"),
        ("put_object", "uploads/new.jpg"),
        ("put_object", "thumbnails"),
        ("delete_object", "uploads/readable"),
        ("delete_object", "thumbnails/writable"),
    ],
)
def test_the_role_cannot_leave_its_prefixes(
    pipeline: Pipeline, as_function: Any, method: str, key: str
) -> None:
    if method != "put_object":
        pipeline.s3.put_object(Bucket=pipeline.bucket, Key=key, Body=b"x")
    call = getattr(as_function, method)
    assert outcome(lambda: call(Bucket=pipeline.bucket, Key=key)) == "AccessDenied"


def test_the_role_cannot_reach_other_buckets(pipeline: Pipeline, as_function: Any) -> None:
    pipeline.s3.create_bucket(Bucket="somebody-elses")
    try:
        for call in (
            lambda: as_function.put_object(Bucket="somebody-elses", Key="uploads/a", Body=b""),
            lambda: as_function.list_objects_v2(Bucket="somebody-elses"),
        ):
            assert outcome(call) == "AccessDenied"
    finally:
        pipeline.s3.delete_bucket(Bucket="somebody-elses")


@pytest.mark.parametrize(
    ("action", "resource", "decision"),
    [
        ("sqs:ReceiveMessage", "queue_arn", "allowed"),
        ("sqs:DeleteMessage", "queue_arn", "allowed"),
        ("sqs:GetQueueAttributes", "queue_arn", "allowed"),
        ("sqs:ChangeMessageVisibility", "queue_arn", "allowed"),
        ("sqs:GetQueueUrl", "queue_arn", "allowed"),
        ("sqs:SendMessage", "queue_arn", "implicitDeny"),
        ("sqs:ReceiveMessage", "dead_letter_queue_arn", "implicitDeny"),
        ("sqs:ChangeMessageVisibility", "dead_letter_queue_arn", "implicitDeny"),
        ("logs:CreateLogGroup", "log_group_arn", "implicitDeny"),
        ("logs:CreateLogStream", "log_group_arn", "allowed"),
        ("logs:PutLogEvents", "log_group_arn", "allowed"),
    ],
)
def test_what_the_emulator_does_not_enforce_is_simulated(
    pipeline: Pipeline, action: str, resource: str, decision: str
) -> None:
    group = pipeline.logs.describe_log_groups(
        logGroupNamePrefix=pipeline.outputs["log_group_name"]
    )["logGroups"][0]["arn"]
    arns = {**pipeline.outputs, "log_group_arn": group.removesuffix(":*") + ":log-stream:x"}
    answer = pipeline.endpoint.client("iam").simulate_principal_policy(
        PolicySourceArn=pipeline.outputs["role_arn"],
        ActionNames=[action],
        ResourceArns=[arns[resource]],
    )
    assert answer["EvaluationResults"][0]["EvalDecision"] == decision


@contextmanager
def statement(pipeline: Pipeline, effect: str, action: str, resource: str) -> Iterator[None]:
    """The function's role has one more policy, of one statement."""
    iam, role = pipeline.endpoint.client("iam"), pipeline.outputs["role_name"]
    said = {"Effect": effect, "Action": action, "Resource": resource}
    policy = json.dumps({"Version": "2012-10-17", "Statement": said})
    iam.put_role_policy(RoleName=role, PolicyName=effect, PolicyDocument=policy)
    try:
        yield
    finally:
        iam.delete_role_policy(RoleName=role, PolicyName=effect)


@pytest.fixture
def forbidden(pipeline: Pipeline) -> Iterator[Callable[[], None]]:
    """The function may not read uploads/forbidden*, until the fixture's value is called."""
    pictures = f"{pipeline.outputs['bucket_arn']}/uploads/forbidden*"
    with ExitStack() as forbidden:
        forbidden.enter_context(statement(pipeline, "Deny", "s3:GetObject", pictures))
        yield forbidden.close


@pytest.fixture
def batch_permitted(pipeline: Pipeline) -> Iterator[None]:
    """To AWS, sqs:ChangeMessageVisibility is also the batch's action; not so to the emulator."""
    action = "sqs:ChangeMessageVisibilityBatch"
    with statement(pipeline, "Allow", action, pipeline.outputs["queue_arn"]):
        yield


@pytest.mark.usefixtures("batch_permitted")
def test_a_failure_comes_back_within_seconds_and_heals(
    pipeline: Pipeline, forbidden: Callable[[], None]
) -> None:
    key = "uploads/forbidden.jpg"
    assert int(pipeline.queue_attributes()["VisibilityTimeout"]) > PATIENCE_SECONDS
    pipeline.upload(key, jpeg())
    assert pipeline.line(key)["reason"] == "AccessDenied"
    forbidden()
    last = wait_for("a good end", lambda: settled(pipeline.lines(key)))
    assert last["reason"] == "rendered"
    assert pipeline.get("thumbnails/forbidden_thumb.jpg")


def settled(lines: list[dict[str, Any]]) -> dict[str, Any] | None:
    return next((line for line in lines if line["outcome"] == "settled"), None)


@pytest.mark.usefixtures("one_try")
def test_a_failure_is_dead_lettered_and_heals(
    pipeline: Pipeline, forbidden: Callable[[], None]
) -> None:
    key = "uploads/forbidden.for-good.jpg"
    pipeline.upload(key, jpeg())
    body = pipeline.dead_letter(key)
    (line,) = pipeline.lines(key)
    assert (line["outcome"], line["reason"]) == ("failed", "AccessDenied")
    assert pipeline.get("thumbnails/forbidden.for-good_thumb.jpg") is None
    forbidden()
    pipeline.send(body)
    assert pipeline.line(key, 2)["outcome"] == "settled"
    assert pipeline.get("thumbnails/forbidden.for-good_thumb.jpg")
