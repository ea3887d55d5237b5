"""From an upload to its thumbnail, through S3, SQS and Lambda."""

from __future__ import annotations

import json
from concurrent.futures import Future, wait

import pytest

from tests.e2e.pipeline import Pipeline, wait_for
from tests.e2e.side_by_side import SideBySide
from thumbnailer.config.recipe_json import parse_recipe
from tools.demo.examples import names
from tools.local_aws.deployment import Deployment
from tools.samples.messages import sqs_event
from tools.samples.pictures import BLUE, GREEN, RED, WHITE, jpeg, opened, plain_png, turned_jpeg


def near(pixel: object, colour: tuple[int, int, int]) -> bool:
    return isinstance(pixel, tuple) and all(
        abs(a - b) < 12 for a, b in zip(pixel, colour, strict=True)
    )


@pytest.mark.parametrize(
    ("source", "output"),
    [
        ("uploads/user123.jpg", "thumbnails/user123_thumb.jpg"),
        ("uploads/IMG_1.JPG", "thumbnails/IMG_1_thumb.JPG"),
        ("uploads/red flower.jpeg", "thumbnails/red flower_thumb.jpeg"),
        ("uploads/1+1=2.jpg", "thumbnails/1+1=2_thumb.jpg"),
        ("uploads/Été +1.JPEG", "thumbnails/Été +1_thumb.JPEG"),
        ("uploads/2026/日本/a.b%20c.jpg", "thumbnails/2026/日本/a.b%20c_thumb.jpg"),
    ],
)
def test_an_upload_gets_its_thumbnail(pipeline: Pipeline, source: str, output: str) -> None:
    etag = pipeline.upload(source, turned_jpeg(6, 640, 480))
    line = pipeline.line(source)
    assert (line["outcome"], line["reason"]) == ("settled", "rendered")
    thumbnail = pipeline.get(output)
    assert thumbnail is not None
    assert thumbnail["ContentType"] == "image/jpeg"
    # The id that the tests' Python gives the recipe that Terraform wrote: one recipe everywhere.
    recipe = parse_recipe(pipeline.outputs["recipe"])
    assert thumbnail["Metadata"] == {
        "source-etag": etag,
        "variant-id": recipe.variant_ids["thumb"],
        "width": "150",
        "height": "113",
    }
    image = opened(thumbnail["Body"])
    assert image.size == (150, 113)
    assert "exif" not in image.info
    corners = [image.getpixel(at) for at in ((20, 20), (130, 20), (20, 95), (130, 95))]
    assert all(map(near, corners, (RED, GREEN, BLUE, WHITE))), corners


def test_a_png_stays_a_png(pipeline: Pipeline) -> None:
    pipeline.upload("uploads/plain.PNG", plain_png(GREEN, side=400))
    pipeline.line("uploads/plain.PNG")
    thumbnail = pipeline.get("thumbnails/plain_thumb.PNG")
    assert thumbnail is not None
    assert thumbnail["ContentType"] == "image/png"
    assert opened(thumbnail["Body"]).getpixel((75, 75)) == GREEN


def test_what_is_no_upload_is_left_alone(pipeline: Pipeline) -> None:
    for key in ("elsewhere/a.jpg", "uploads/a.gif", "a.jpg", "uploads/jpg"):
        pipeline.upload(key, jpeg())
    pipeline.upload("uploads/canary.jpg", jpeg())
    pipeline.line("uploads/canary.jpg")
    for key in ("elsewhere/a.jpg", "uploads/a.gif", "a.jpg", "uploads/jpg"):
        assert pipeline.lines(key) == []


def test_a_replaced_source_replaces_its_thumbnail(pipeline: Pipeline) -> None:
    for number, colour in enumerate((RED, BLUE), start=1):
        pipeline.upload("uploads/replaced.png", plain_png(colour))
        pipeline.line("uploads/replaced.png", number)
        thumbnail = pipeline.get("thumbnails/replaced_thumb.png")
        assert thumbnail is not None
        assert opened(thumbnail["Body"]).getpixel((4, 4)) == colour


def test_a_duplicate_event_changes_nothing(pipeline: Pipeline) -> None:
    pipeline.upload("uploads/twice.png", plain_png(RED))
    pipeline.line("uploads/twice.png")
    before = pipeline.get("thumbnails/twice_thumb.png")
    pipeline.send(pipeline.event("uploads/twice.png"))
    assert pipeline.line("uploads/twice.png", 2)["reason"] == "current"
    after = pipeline.get("thumbnails/twice_thumb.png")
    assert before is not None
    assert after is not None
    assert after["VersionId"] == before["VersionId"]


@pytest.mark.usefixtures("one_try")
def test_a_rejected_file_is_acknowledged_once(pipeline: Pipeline) -> None:
    pipeline.upload("uploads/notes.jpg", b"This is no picture.")
    line = pipeline.line("uploads/notes.jpg")
    assert (line["outcome"], line["reason"]) == ("rejected", "not_an_image")
    wait_for("empty queue", lambda: pipeline.waiting() == 0)
    # A message that was handled later than a retry of the first would be has come and gone.
    pipeline.send("nonsense after notes.jpg")
    pipeline.dead_letter("nonsense after notes.jpg")
    assert len(pipeline.lines("uploads/notes.jpg")) == 1
    assert pipeline.get("thumbnails/notes_thumb.jpg") is None


@pytest.mark.usefixtures("one_try")
def test_one_bad_message_does_not_touch_its_batch_mates(pipeline: Pipeline) -> None:
    for name in "abc":
        pipeline.s3.put_object(Bucket=pipeline.bucket, Key=f"uploads/mate-{name}", Body=jpeg())
    mates = [pipeline.event(f"uploads/mate-{name}") for name in "abc"]
    pipeline.send(mates[0], '{"bad": "message"}', *mates[1:])
    for name in "abc":
        assert pipeline.line(f"uploads/mate-{name}")["outcome"] == "settled"
    assert pipeline.dead_letter('{"bad": "message"}')
    assert [len(pipeline.lines(f"uploads/mate-{name}")) for name in "abc"] == [1, 1, 1]


def test_the_deployed_function_names_exactly_the_bad_message(pipeline: Pipeline) -> None:
    pipeline.s3.put_object(Bucket=pipeline.bucket, Key="uploads/invoked", Body=jpeg())
    event = sqs_event(pipeline.event("uploads/invoked"), "nonsense")
    answer = pipeline.functions.invoke(
        FunctionName=pipeline.outputs["function_name"], Payload=json.dumps(event)
    )
    assert json.loads(answer["Payload"].read()) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}


@pytest.fixture(scope="module")
def planned(examples: SideBySide) -> dict[str, Future[str]]:
    """What further plans would change; nothing else happens while they look."""
    plans = examples.all(Deployment.planned_changes)
    wait(plans.values())
    return plans


@pytest.mark.parametrize("name", names())
def test_the_second_plan_is_empty(planned: dict[str, Future[str]], name: str) -> None:
    assert planned[name].result() == ""
