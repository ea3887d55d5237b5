from __future__ import annotations

import json
from typing import Any

import pytest

from thumbnailer.cli.deployment import Deployment, parse_deployment
from thumbnailer.cli.problems import CommandError
from thumbnailer.settings import OnDelete

OUTPUTS: dict[str, Any] = {
    "bucket_name": "pictures",
    "uploads_prefix": "uploads/",
    "recipe": '{"variants": {"thumb": {"width": 150}}}',
    "queue_url": "https://queue",
    "dead_letter_queue_url": "https://dead",
}


def wrapped(outputs: dict[str, Any]) -> dict[str, Any]:
    return {n: {"sensitive": False, "type": "string", "value": v} for n, v in outputs.items()}


def parsed(**changes: Any) -> Deployment:
    return parse_deployment(wrapped(OUTPUTS | changes))


def problems(document: Any) -> tuple[str, ...]:
    with pytest.raises(CommandError) as caught:
        parse_deployment(document)
    return caught.value.problems


def test_what_older_deployments_do_not_say_has_defaults() -> None:
    deployment = parsed()
    assert (deployment.bucket, deployment.destination) == ("pictures", "pictures")
    assert deployment.on_delete is OnDelete.KEEP
    assert deployment.rejected_prefix is None
    assert deployment.suffixes is None
    assert deployment.region is None
    assert deployment.log_group is None


def test_everything_is_read() -> None:
    deployment = parsed(
        destination_bucket_name="made",
        on_delete="remove",
        rejected_prefix="rejected/",
        queue_arn="arn:aws:sqs:eu-central-1:123456789012:up",
        log_group_name="/aws/lambda/blog",
        suffixes=[".jpg"],
        notices_topic_arn=None,
    )
    assert deployment.destination == "made"
    assert deployment.on_delete is OnDelete.REMOVE
    assert deployment.rejected_prefix == "rejected/"
    assert deployment.region == "eu-central-1"
    assert deployment.log_group == "/aws/lambda/blog"
    assert deployment.suffixes == (".jpg", ".JPG")


def test_null_is_absent() -> None:
    assert parsed(destination_bucket_name=None, rejected_prefix=None) == parsed()


def test_a_module_may_be_an_output_as_a_whole() -> None:
    expected = parsed()
    assert parse_deployment(OUTPUTS) == expected  # terraform output -json thumbnails
    assert parse_deployment(wrapped({"thumbnails": OUTPUTS, "other": "x"})) == expected


def test_one_of_several_deployments_has_to_be_named() -> None:
    (problem,) = problems(wrapped({"blog": OUTPUTS, "shop": OUTPUTS}))
    assert problem.startswith("it holds several deployments: blog, shop; write one of them with:")


def test_every_problem_is_told_at_once() -> None:
    outputs = OUTPUTS | {"bucket_name": 5, "on_delete": "burn", "suffixes": "x", "queue_arn": "y"}
    outputs["recipe"] = json.dumps({"variants": {"a": {"width": 0}, "b": {"width": "wide"}}})
    del outputs["queue_url"]
    told = problems(wrapped(outputs))
    for part in (
        'there is no output "queue_url"',
        '"bucket_name" is not a text',
        '"on_delete" is none of keep, remove',
        '"suffixes" is not a list of texts',
        '"queue_arn" is not an ARN',
        'the output "recipe": variants["a"].width',
        'the output "recipe": variants["b"].width',
    ):
        assert [problem for problem in told if part in problem], part


@pytest.mark.parametrize("document", [[], {}, None, 5, "x"])
def test_what_is_no_output_of_terraform_is_refused(document: Any) -> None:
    (problem,) = problems(document)
    assert problem.startswith("it holds no outputs")


@pytest.mark.parametrize(
    ("key", "size", "is_source"),
    [
        ("uploads/a.jpg", 9, True),
        ("uploads/a.JPG", 9, True),
        ("uploads/a.Jpg", 9, False),
        ("uploads/a.png", 9, False),
        ("uploads/trip/", 0, False),
    ],
)
def test_sources_are_told_by_their_suffix(key: str, size: int, is_source: bool) -> None:
    assert parsed(suffixes=[".jpg"]).is_source(key, size) is is_source


def test_without_suffixes_everything_but_folders_is_a_source() -> None:
    assert parsed().is_source("uploads/a", 1)
    assert parsed().is_source("uploads/a/", 1)
    assert not parsed().is_source("uploads/a/", 0)
    assert "every key below s3://pictures/uploads/" in parsed().sources_in_words()


def test_suffixes_given_by_hand_come_first() -> None:
    assert parse_deployment(OUTPUTS | {"suffixes": [".jpg"]}, (".png",)).suffixes == (
        ".png",
        ".PNG",
    )
