"""Every request that the package makes of AWS, held against botocore's models."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.session import Session

from tests.support.aws_requests import Request, Tree, requests, unknown

REQUESTS = requests()
MODELS = {name: Session().get_service_model(name) for name in {r.service for r in REQUESTS}}


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda r: f"{r.where}-{r.operation}")
def test_each_parameter_is_known_and_none_is_missing(request_: Request) -> None:
    shape: Any = MODELS[request_.service].operation_model(request_.operation).input_shape
    assert unknown(shape, request_.parameters) == []
    assert set(shape.required_members) <= set(request_.parameters)


def test_no_request_is_overlooked() -> None:
    # Of the function: what its role permits, but for what Lambda does itself.
    function = {
        (r.service, r.operation) for r in REQUESTS if not r.where.startswith("thumbnailer_cli/")
    }
    assert function == {
        ("s3", "HeadObject"),
        ("s3", "GetObject"),
        ("s3", "PutObject"),
        ("s3", "DeleteObject"),
        ("sns", "Publish"),
        ("sqs", "GetQueueUrl"),
        ("sqs", "ChangeMessageVisibilityBatch"),
    }
    commands = {r.operation for r in REQUESTS if r.where.startswith("thumbnailer_cli/")}
    assert {"ListObjectsV2", "SendMessageBatch", "StartMessageMoveTask"} <= commands


def test_structures_are_looked_into() -> None:
    (put,) = [r for r in REQUESTS if r.operation == "PutObject"]
    assert {"IfMatch", "IfNoneMatch", "CacheControl"} <= set(put.parameters)
    (publish,) = [r for r in REQUESTS if r.operation == "Publish"]
    assert set(publish.parameters["MessageAttributes"]) == {"DataType", "StringValue"}


def test_a_parameter_that_there_is_not_is_found() -> None:
    shape = MODELS["sqs"].operation_model("ChangeMessageVisibilityBatch").input_shape
    wrong: Tree = {"QueueURL": {}, "Entries": {"Id": {}, "Visibility": {}}}
    assert unknown(shape, wrong) == ["QueueURL", "Entries.Visibility"]
