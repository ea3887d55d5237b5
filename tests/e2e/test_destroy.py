"""`terraform destroy` leaves nothing; runs when all other tests are done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError

from tests.e2e.pipeline import Pipeline
from tools.deployment import Deployment
from tools.existing_bucket import ExistingBucket


@pytest.mark.after_all_others
def test_destroy_leaves_nothing(
    examples: dict[str, Deployment], existing: dict[str, Pipeline], owner: ExistingBucket
) -> None:
    own = [
        Pipeline(example.endpoint, example.outputs())
        for name, example in examples.items()
        if name != "existing-bucket"
    ]
    notifications = owner.notifications()
    with ThreadPoolExecutor(len(examples)) as threads:
        list(threads.map(Deployment.destroy, examples.values()))
    assert [address for example in examples.values() for address in example.resources()] == []
    for each in own:
        assert_gone(each)
        assert not {each.bucket, each.destination} & buckets(each)
    for each in existing.values():
        assert_gone(each)
    # What belongs to somebody else is there still, and as it was.
    assert owner.name in buckets(own[0])
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
