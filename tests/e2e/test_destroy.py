"""`terraform destroy` leaves nothing; runs when all other tests are done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError

from tests.e2e.pipeline import Pipeline
from tools.deployment import Deployment


@pytest.mark.after_all_others
def test_destroy_leaves_nothing(
    examples: dict[str, Deployment], pipeline: Pipeline, gallery: Pipeline
) -> None:
    with ThreadPoolExecutor() as threads:
        list(threads.map(Deployment.destroy, examples.values()))
    assert [address for example in examples.values() for address in example.resources()] == []
    for each in (pipeline, gallery):
        assert_gone(each)


def assert_gone(pipeline: Pipeline) -> None:
    outputs = pipeline.outputs
    assert outputs["bucket_name"] not in [
        bucket["Name"] for bucket in pipeline.s3.list_buckets()["Buckets"]
    ]
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
