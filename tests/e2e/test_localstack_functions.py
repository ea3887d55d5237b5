"""What the launcher adds to LocalStack: functions without Docker, and two answers as of AWS."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest
from botocore.exceptions import ClientError

from tests.e2e.pipeline import wait_for
from tools.local_aws.deployment import Deployment
from tools.local_aws.endpoint import Endpoint

pytestmark = pytest.mark.own_emulator

ROLE = "arn:aws:iam::000000000000:role/nobody"
CODE = """
import os, time
print("started")
def handler(event, context):
    print("told", event["do"])
    if event["do"] == "fail":
        raise ValueError("as it was told")
    if event["do"] == "end":
        os._exit(3)
    if event["do"] == "sleep":
        time.sleep(60)
    return {"process": os.getpid(), "request": context.aws_request_id}
"""

Answer = dict[str, Any]
Ask = Callable[[str], Answer]


@pytest.fixture(scope="module")
def aws(second: Future[Deployment]) -> Endpoint:
    return second.result().endpoint


def test_it_listens_on_the_loopback_address_only(aws: Endpoint) -> None:
    connections = psutil.Process(aws.pid).net_connections(kind="inet")
    listening = {c.laddr for c in connections if c.status == psutil.CONN_LISTEN}
    assert f"http://127.0.0.1:{urlsplit(aws.url).port}" == aws.url
    assert urlsplit(aws.url).port in {address.port for address in listening}
    assert {address.ip for address in listening} == {"127.0.0.1"}


def zipped(code: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("module.py", code)
    return buffer.getvalue()


@pytest.fixture
def make(aws: Endpoint) -> Iterator[Callable[..., Any]]:
    """Makes functions, and deletes them."""
    functions, made = aws.client("lambda"), []

    def one(name: str, code: str, runtime: str = "python3.13") -> Any:
        functions.create_function(
            FunctionName=name,
            Runtime=runtime,
            Handler="module.handler",
            Role=ROLE,
            Code={"ZipFile": zipped(code)},
            Timeout=1,
        )
        made.append(name)
        return wait_for(f"state of {name}", lambda: settled(functions, name))

    yield one
    for name in made:
        functions.delete_function(FunctionName=name)


def settled(functions: Any, name: str) -> Answer | None:
    found: Answer = functions.get_function_configuration(FunctionName=name)
    return None if found["State"] == "Pending" else found


def ask(aws: Endpoint, name: str, what: str) -> Answer:
    """Invoke a function; gives its answer, with what it wrote."""
    answer = aws.client("lambda").invoke(
        FunctionName=name, Payload=json.dumps({"do": what}), LogType="Tail"
    )
    return {"error": answer.get("FunctionError"), **json.loads(answer["Payload"].read())}


def test_a_process_is_used_again_until_it_ends(aws: Endpoint, make: Callable[..., Any]) -> None:
    assert make("odd", CODE)["State"] == "Active"
    first, second = ask(aws, "odd", "answer"), ask(aws, "odd", "answer")
    assert first["process"] == second["process"]
    assert first["request"] != second["request"]
    failed = ask(aws, "odd", "fail")
    assert (failed["errorType"], failed["errorMessage"]) == ("ValueError", "as it was told")
    assert ask(aws, "odd", "answer")["process"] == first["process"]
    ended = ask(aws, "odd", "end")
    assert ended["errorType"] == "Runtime.ExitError"
    assert ended["errorMessage"].endswith("exit status 3")
    third = ask(aws, "odd", "answer")
    assert third["process"] != first["process"]
    late = ask(aws, "odd", "sleep")
    assert late["errorType"] == "Sandbox.Timedout"
    assert late["errorMessage"].endswith("Task timed out after 1.00 seconds")
    assert ask(aws, "odd", "answer")["process"] not in (first["process"], third["process"])

    def logged() -> list[str]:
        pages = aws.client("logs").get_paginator("filter_log_events")
        events = pages.paginate(logGroupName="/aws/lambda/odd")
        return [event["message"].strip() for page in events for event in page["events"]]

    wait_for("whole log", lambda: logged()[-1:] and logged()[-2].startswith("END"))
    told = ["answer", "answer", "fail", "answer", "end", "answer", "sleep", "answer"]
    assert [line.split()[1] for line in logged() if line.startswith("told")] == told


def test_a_function_that_does_not_start_says_why(aws: Endpoint, make: Callable[..., Any]) -> None:
    make("broken", "import not_there")
    answer = ask(aws, "broken", "answer")
    assert answer["errorType"] == "Runtime.ImportModuleError"
    assert "No module named 'not_there'" in answer["errorMessage"]


def test_another_runtime_is_refused(aws: Endpoint, make: Callable[..., Any]) -> None:
    make("older", CODE, "python3.12")
    answer = ask(aws, "older", "answer")
    assert (
        answer["errorMessage"]
        == "functions run with python3.13 here, and this one needs python3.12"
    )


def test_a_deletion_can_be_conditional(aws: Endpoint) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="conditions")
    where = {"Bucket": "conditions", "Key": "é +1"}

    def refused(etag: str) -> int:
        with pytest.raises(ClientError) as error:
            s3.delete_object(**where, IfMatch=etag)
        return int(error.value.response["ResponseMetadata"]["HTTPStatusCode"])

    assert refused('"etag"') == 404
    etag = s3.put_object(**where, Body=b"one")["ETag"]
    other = s3.put_object(**where, Body=b"two")["ETag"]
    assert refused(etag) == 412
    assert s3.get_object(**where)["Body"].read() == b"two"
    s3.delete_object(**where, IfMatch=other)
    assert refused(other) == 404
    s3.put_bucket_versioning(Bucket="conditions", VersioningConfiguration={"Status": "Enabled"})
    etag = s3.put_object(**where, Body=b"three")["ETag"]
    assert refused(other) == 412
    s3.delete_object(**where, IfMatch=etag)
    assert refused(etag) == 404  # what is there now is a delete marker
    for kind in ("Versions", "DeleteMarkers"):
        for version in s3.list_object_versions(Bucket="conditions")[kind]:
            s3.delete_object(**where, VersionId=version["VersionId"])
    s3.delete_bucket(Bucket="conditions")


def test_an_attribute_that_is_emptied_is_gone(aws: Endpoint) -> None:
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName="attributes")["QueueUrl"]
    everybody = json.dumps({"redrivePermission": "allowAll"})
    for value, left in ((everybody, everybody), ("", None)):
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedriveAllowPolicy": value})
        found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        assert found.get("RedriveAllowPolicy") == left
    sqs.delete_queue(QueueUrl=url)
