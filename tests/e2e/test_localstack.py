"""The pipeline on a second emulator, LocalStack, which errs elsewhere than the first.

examples/miniblog, with thumbnails that go with their picture. What LocalStack has and MiniStack has
not: functions run under Lambda's own runtime client, SQS moves dead letters itself, and filter
rules and messages have other spellings.
"""

from __future__ import annotations

import json
from concurrent.futures import Future
from typing import Any

import pytest

from tests.e2e.operator import Operator
from tests.e2e.pipeline import Pipeline, wait_for
from tests.support import interpreters
from tools.local_aws.deployment import Deployment
from tools.local_aws.localstack import launch as localstack
from tools.samples.messages import sqs_event
from tools.samples.pictures import jpeg, opened, turned_jpeg

KEYS = {
    "uploads/IMG_1.JPG": "thumbnails/IMG_1_thumb.JPG",
    "uploads/red flower.jpeg": "thumbnails/red flower_thumb.jpeg",
    "uploads/1+1=2&3.jpg": "thumbnails/1+1=2&3_thumb.jpg",
    "uploads/Été +1 %2B.JPEG": "thumbnails/Été +1 %2B_thumb.JPEG",
    "uploads/2026/日本/a.b%20c.jpg": "thumbnails/2026/日本/a.b%20c_thumb.jpg",
}


pytestmark = pytest.mark.own_emulator


@pytest.fixture(scope="module")
def deployed(second: Future[Deployment]) -> Deployment:
    interpreters.require(localstack.PYTHON)
    return second.result()


@pytest.fixture(scope="module")
def blog(deployed: Deployment) -> Pipeline:
    return Pipeline(deployed.endpoint, deployed.outputs()["thumbnails"])


@pytest.fixture(scope="module")
def operator(blog: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Operator:
    return Operator(blog, tmp_path_factory.mktemp("operator"))


@pytest.mark.parametrize(("source", "output"), KEYS.items())
def test_an_upload_gets_its_thumbnail(blog: Pipeline, source: str, output: str) -> None:
    etag = blog.upload(source, turned_jpeg(6, 640, 480))
    line = blog.line(source)
    assert (line["outcome"], line["reason"]) == ("settled", "rendered")
    thumbnail = blog.get(output)
    assert thumbnail is not None
    assert thumbnail["ContentType"] == "image/jpeg"
    assert thumbnail["Metadata"]["source-etag"] == etag
    assert opened(thumbnail["Body"]).size == (150, 113)


def test_a_thumbnail_goes_with_its_picture(blog: Pipeline) -> None:
    blog.upload("uploads/gone +1.jpg", jpeg())
    blog.line("uploads/gone +1.jpg")
    assert blog.get("thumbnails/gone +1_thumb.jpg")
    blog.s3.delete_object(Bucket=blog.bucket, Key="uploads/gone +1.jpg")
    assert blog.line("uploads/gone +1.jpg", 2)["reason"] == "removed"
    assert blog.get("thumbnails/gone +1_thumb.jpg") is None


def test_a_rejected_file_is_acknowledged(blog: Pipeline) -> None:
    blog.upload("uploads/notes.jpg", b"This is no picture.")
    line = blog.line("uploads/notes.jpg")
    assert (line["outcome"], line["reason"]) == ("rejected", "not_an_image")
    wait_for("empty queue", lambda: blog.waiting() == 0)


def test_the_deployed_function_names_exactly_the_bad_message(blog: Pipeline) -> None:
    blog.s3.put_object(Bucket=blog.bucket, Key="uploads/invoked", Body=jpeg())
    answer = blog.functions.invoke(
        FunctionName=blog.outputs["function_alias_arn"],
        Payload=json.dumps(sqs_event(blog.event("uploads/invoked"), "nonsense")),
    )
    assert json.loads(answer["Payload"].read()) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}


def test_sqs_moves_dead_letters_back(blog: Pipeline, operator: Operator) -> None:
    keys = [f"uploads/moved-{number}" for number in range(12)]  # S3 tells nobody of these
    for key in keys:
        blog.s3.put_object(Bucket=blog.bucket, Key=key, Body=jpeg())
        blog.sqs.send_message(QueueUrl=blog.dead_letters, MessageBody=blog.event(key))
    done = operator.document("dlq", "redrive")
    assert (done["by"], done["messages"]) == ("message_move_task", len(keys))
    for key in keys:
        assert blog.line(key)["reason"] == "rendered"


def test_the_second_plan_is_empty(deployed: Deployment) -> None:
    assert deployed.planned_changes() == ""


@pytest.mark.after_all_others
def test_destroy_leaves_nothing(
    deployed: Deployment, destroying_second: Future[dict[str, Any]]
) -> None:
    blog = Pipeline(deployed.endpoint, destroying_second.result()["thumbnails"])
    assert deployed.resources() == []
    assert blog.s3.list_buckets()["Buckets"] == []
    assert blog.sqs.list_queues().get("QueueUrls", []) == []
    assert blog.functions.list_functions()["Functions"] == []
    assert blog.functions.list_event_source_mappings()["EventSourceMappings"] == []
