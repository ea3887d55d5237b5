"""`terraform destroy` leaves nothing; runs when all other tests are done."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.e2e.pipeline import Pipeline
from tests.e2e.side_by_side import SideBySide
from tools.demo.examples import deployments, names
from tools.local_aws.existing_bucket import ExistingBucket

pytestmark = pytest.mark.after_all_others


@pytest.fixture(scope="module")
def notifications(owner: ExistingBucket, examples: SideBySide) -> dict[str, Any]:
    """What the owner of a bucket had heard of before anything is destroyed."""
    return owner.notifications()


@pytest.mark.parametrize("name", names())
def test_destroy_leaves_nothing(
    notifications: dict[str, Any],
    examples: SideBySide,
    destroying: dict[str, Future[dict[str, Any]]],
    owner: ExistingBucket,
    name: str,
) -> None:
    outputs = destroying[name].result()
    assert examples[name].resources() == []
    for each in deployments(outputs):
        pipeline = Pipeline(examples[name].endpoint, each)
        assert_gone(pipeline)
        if pipeline.bucket != owner.name:
            assert not {pipeline.bucket, pipeline.destination} & buckets(pipeline)


def test_what_belongs_to_somebody_else_is_there_still(
    notifications: dict[str, Any],
    destroying: dict[str, Future[dict[str, Any]]],
    owner: ExistingBucket,
) -> None:
    destroying["existing-bucket"].result()
    assert owner.notifications() == notifications


def buckets(pipeline: Pipeline) -> set[str]:
    return {bucket["Name"] for bucket in pipeline.s3.list_buckets()["Buckets"]}


def assert_gone(pipeline: Pipeline) -> None:
    outputs = pipeline.outputs
    assert not {outputs["queue_url"], outputs["dead_letter_queue_url"]} & set(
        pipeline.sqs.list_queues().get("QueueUrls", [])
    )
    groups = pipeline.logs.describe_log_groups(logGroupNamePrefix=outputs["log_group_name"])
    assert groups["logGroups"] == []
    iam = pipeline.endpoint.client("iam")
    with pytest.raises(ClientError, match="ResourceNotFound"):
        pipeline.functions.get_function(FunctionName=outputs["function_name"])
    with pytest.raises(ClientError, match="NoSuchEntity"):
        iam.get_role(RoleName=outputs["role_name"])
    mappings = pipeline.functions.list_event_source_mappings(EventSourceArn=outputs["queue_arn"])
    assert mappings["EventSourceMappings"] == []
