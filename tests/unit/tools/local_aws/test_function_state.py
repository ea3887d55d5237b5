from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tools.demo import pipeline
from tools.demo.pipeline import Demo
from tools.demo.uploads import Upload
from tools.errors import ToolError
from tools.local_aws import function_state
from tools.local_aws.endpoint import Endpoint

URL = "http://127.0.0.1:4566"
ARN = "arn:aws:lambda:eu-west-1:123456789012:function:thumbnails:live"
OUTPUTS = {
    "function_alias_arn": ARN,
    "log_group_name": "/aws/lambda/thumbnails",
    "bucket_name": "pictures",
    "uploads_prefix": "uploads/",
}
NO_LAYER = {"errorType": "Runtime.ImportModuleError", "errorMessage": "No module named 'PIL'"}


class Aws:
    """All services in one, with one function that answers an empty batch as it is told."""

    def __init__(self, answer: dict[str, Any] | Exception, log: list[str]) -> None:
        self.answer, self.log, self.put = answer, log, []

    put: list[str]

    def invoke(self, FunctionName: str, Payload: str) -> dict[str, Any]:  # noqa: N803
        assert (FunctionName, json.loads(Payload)) == (ARN, {"Records": []})
        if isinstance(self.answer, Exception):
            raise self.answer
        failed = {"FunctionError": "Unhandled"} if "errorType" in self.answer else {}
        return {"Payload": BytesIO(json.dumps(self.answer).encode()), **failed}

    def get_function_configuration(self, FunctionName: str) -> dict[str, Any]:  # noqa: N803
        assert FunctionName == ARN
        return {"State": "Failed", "StateReason": "no image", "Runtime": "python3.13"}

    def get_paginator(self, operation: str) -> Aws:
        assert operation == "filter_log_events"
        return self

    def paginate(self, logGroupName: str) -> list[dict[str, Any]]:  # noqa: N803
        assert logGroupName == "/aws/lambda/thumbnails"
        return [{"events": [{"message": line + "\n"} for line in self.log]}]

    def put_object(self, Key: str, **_: Any) -> None:  # noqa: N803
        self.put.append(Key)


def endpoint(monkeypatch: pytest.MonkeyPatch, aws: Aws) -> Endpoint:
    monkeypatch.setattr(Endpoint, "client", lambda *_, **__: aws)
    return Endpoint(URL)


def test_a_function_that_starts_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    aws = Aws({"batchItemFailures": []}, [])
    function_state.check(endpoint(monkeypatch, aws), OUTPUTS)


def test_one_that_does_not_start_is_told_with_its_error_and_its_log(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    aws = Aws(NO_LAYER, ["START", "[ERROR] No module named 'PIL'"])
    with pytest.raises(ToolError) as told:
        function_state.check(endpoint(monkeypatch, aws), OUTPUTS)
    assert str(told.value).splitlines() == [
        "The function does not run.",
        f"{ARN} on {URL}: State Failed, StateReason no image, Runtime python3.13",
        f"Its answer to an empty batch: Unhandled: {json.dumps(NO_LAYER)}",
        "The end of its log, /aws/lambda/thumbnails:",
        "  START",
        "  [ERROR] No module named 'PIL'",
    ]


def test_a_refused_invocation_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = ClientError({"Error": {"Code": "ServiceException", "Message": "no Docker"}}, "Invoke")
    with pytest.raises(ToolError, match="no Docker") as told:
        function_state.check(endpoint(monkeypatch, Aws(refused, [])), OUTPUTS)
    assert "Its log, /aws/lambda/thumbnails, holds nothing." in str(told.value)


def test_the_demo_ends_at_the_first_picture_that_nothing_is_heard_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pipeline, "_PATIENCE_SECONDS", 0.01)
    aws = Aws({"batchItemFailures": []}, ["no JSON"])
    shown = Demo(endpoint(monkeypatch, aws), OUTPUTS)
    with pytest.raises(ToolError, match=r"No log line about uploads/a\.jpg") as told:
        shown.run(Upload("a.jpg", "", lambda: b"x"))
    assert aws.put == ["uploads/a.jpg"]
    assert "no error: it starts" in str(told.value)
    assert "  no JSON" in str(told.value)
