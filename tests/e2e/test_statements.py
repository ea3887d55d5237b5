"""Each statement of the role is needed, and for no more than it says: without it, that fails.

On examples/complete, whose role has all statements but those for a watermark's image and a VPC.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.e2e.pipeline import Pipeline

pytestmark = pytest.mark.enforced_iam

DENIED = ("AccessDenied", "AuthorizationError")  # S3 says the one, SNS the other


@dataclass(frozen=True)
class Role:
    """The role of a deployment.

    Attributes:
        pipeline: the deployment.
        policy: the role's policy as it was applied.
    """

    pipeline: Pipeline
    policy: Mapping[str, Any]

    def keep(self, statements: list[Any]) -> None:
        """Give the role these statements instead."""
        self.pipeline.endpoint.client("iam").put_role_policy(
            RoleName=self.pipeline.outputs["role_name"],
            PolicyName=self.pipeline.outputs["function_name"],
            PolicyDocument=json.dumps({**self.policy, "Statement": statements}),
        )

    def decision(self, action: str, resource: str) -> str:
        """What IAM makes of the policy as it is: for what the emulator does not enforce.

        (Of the policy and not of the role: the emulator does not find roles that have a path.)
        """
        iam = self.pipeline.endpoint.client("iam")
        document = iam.get_role_policy(
            RoleName=self.pipeline.outputs["role_name"],
            PolicyName=self.pipeline.outputs["function_name"],
        )["PolicyDocument"]
        answer = iam.simulate_custom_policy(
            PolicyInputList=[json.dumps(document)], ActionNames=[action], ResourceArns=[resource]
        )
        decided = answer["EvaluationResults"][0]["EvalDecision"]
        return "allowed" if decided == "allowed" else "AccessDenied"


@pytest.fixture(scope="module")
def role(complete: Pipeline) -> Iterator[Role]:
    answer = complete.endpoint.client("iam").get_role_policy(
        RoleName=complete.outputs["role_name"], PolicyName=complete.outputs["function_name"]
    )
    role = Role(complete, answer["PolicyDocument"])
    yield role
    role.keep(role.policy["Statement"])


@pytest.fixture(scope="module")
def calls(complete: Pipeline, role: Role) -> dict[str, Callable[[], object]]:
    """What the function does with each statement."""
    s3, sns = complete.as_function("s3"), complete.as_function("sns")
    source, outputs = {"Bucket": complete.bucket}, {"Bucket": complete.destination}
    group = f"{complete.outputs['queue_arn'].replace(':sqs:', ':logs:').rpartition(':')[0]}"
    stream = f"{group}:log-group:{complete.outputs['log_group_name']}:log-stream:x"

    def simulated(action: str, resource: str) -> Callable[[], object]:
        def call() -> None:
            decision = role.decision(action, resource)
            if decision != "allowed":
                raise ClientError({"Error": {"Code": decision}}, action)

        return call

    return {
        "ReadUploads": lambda: s3.get_object(**source, Key="uploads/statement"),
        "WriteAndRemoveOutputs": lambda: [
            s3.get_object(**outputs, Key="thumbnails/statement"),
            s3.put_object(**outputs, Key="thumbnails/new", Body=b""),
            s3.delete_object(**outputs, Key="thumbnails/new"),
        ],
        "WriteReports": lambda: [
            s3.put_object(**outputs, Key="rejected/statement", Body=b""),
            s3.get_object(**outputs, Key="rejected/statement"),
            s3.delete_object(**outputs, Key="rejected/statement"),
        ],
        "TellAbsentFromForbidden": lambda: [
            s3.list_objects_v2(**source),
            s3.list_objects_v2(**outputs),
        ],
        "TakeMessages": simulated("sqs:ReceiveMessage", complete.outputs["queue_arn"]),
        "RetryMessages": simulated("sqs:ChangeMessageVisibility", complete.outputs["queue_arn"]),
        "SendNotices": lambda: sns.publish(
            TopicArn=complete.outputs["notices_topic_arn"], Message="{}"
        ),
        "UseKey": simulated("kms:GenerateDataKey", complete.outputs["kms_key_arn"]),
        "WriteLogs": simulated("logs:PutLogEvents", stream),
        "SendTraces": simulated("xray:PutTraceSegments", "*"),
    }


def denied(calls: Mapping[str, Callable[[], object]]) -> list[str]:
    """The names of the calls that are denied."""
    names = []
    for name, call in calls.items():
        try:
            call()
        except ClientError as error:
            if error.response["Error"]["Code"] not in DENIED:
                raise
            names.append(name)
    return names


def test_every_statement_is_tried(
    role: Role, calls: Mapping[str, Callable[[], object]], complete: Pipeline
) -> None:
    for bucket, key in (
        (complete.bucket, "uploads/statement"),
        (complete.destination, "thumbnails/statement"),
    ):
        complete.s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    assert [statement["Sid"] for statement in role.policy["Statement"]] == list(calls)
    assert denied(calls) == []


def test_without_one_exactly_its_action_is_denied(
    role: Role, calls: Mapping[str, Callable[[], object]]
) -> None:
    statements = role.policy["Statement"]
    found = {}
    try:
        for taken in statements:
            role.keep([statement for statement in statements if statement != taken])
            found[taken["Sid"]] = denied(calls)
    finally:
        role.keep(statements)
    assert found == {statement["Sid"]: [statement["Sid"]] for statement in statements}


@pytest.mark.parametrize(
    ("bucket", "method", "key"),
    [
        ("bucket", "put_object", "uploads/new.jpg"),
        ("bucket", "delete_object", "uploads/statement"),
        ("bucket", "put_object", "thumbnails/new.jpg"),
        ("bucket", "get_object", "thumbnails/statement"),
        ("destination", "get_object", "uploads/statement"),
        ("destination", "put_object", "elsewhere/new"),
        ("destination", "delete_object", "elsewhere/old"),
    ],
)
def test_each_bucket_has_its_own_rights(
    complete: Pipeline, bucket: str, method: str, key: str
) -> None:
    name = getattr(complete, bucket)
    if method != "put_object":
        complete.s3.put_object(Bucket=name, Key=key, Body=b"x")
    with pytest.raises(ClientError, match="AccessDenied"):
        getattr(complete.as_function("s3"), method)(Bucket=name, Key=key)
