from __future__ import annotations

import json
from typing import Any

import pytest

from thumbnailer.config.settings import OnDelete
from thumbnailer_cli.shared.deployment import Deployment, parse_deployment
from thumbnailer_cli.shared.errors import CommandError

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


SEVERAL = {"avatars": OUTPUTS | {"bucket_name": "a"}, "covers": OUTPUTS | {"bucket_name": "c"}}


def test_one_of_several_deployments_has_to_be_named() -> None:
    (problem,) = problems(wrapped({"blog": OUTPUTS, "shop": OUTPUTS}))
    assert problem == (
        "the document contains several deployments; choose one with --module blog or --module shop"
    )
    (problem,) = problems(wrapped({"thumbs": SEVERAL}))
    assert problem == (
        "the document contains several deployments; choose one with"
        " --module 'thumbs[\"avatars\"]' or --module 'thumbs[\"covers\"]'"
    )


@pytest.mark.parametrize(
    ("document", "module"),
    [
        (wrapped({"thumbs": SEVERAL, "other": [1, {"x": "y"}]}), 'thumbs["covers"]'),
        (wrapped({"thumbs": SEVERAL}), "thumbs[covers]"),  # what a shell leaves without quotes
        (wrapped({"thumbs": SEVERAL}), 'module.thumbs["covers"]'),
        (wrapped({"thumbs": list(SEVERAL.values())}), "thumbs[1]"),  # of count
        (wrapped({"a": {"value": 1}, "all": {"thumbs": SEVERAL}}), 'all["thumbs"]["covers"]'),
        (SEVERAL, "covers"),  # terraform output -json thumbs
        (wrapped({"thumbs": {"covers": SEVERAL["covers"]}}), None),
        (wrapped({"thumbs": {"covers": SEVERAL["covers"]}}), 'thumbs["covers"]'),
    ],
)
def test_an_instance_of_a_module_is_chosen_by_its_address(document: Any, module: str) -> None:
    assert parse_deployment(document, module=module).bucket == "c"


@pytest.mark.parametrize("module", ['thumbs["nobody"]', "thumbs", "covers", 'module["covers"]'])
def test_an_instance_that_is_not_there_is_told_with_those_that_are(module: str) -> None:
    with pytest.raises(CommandError) as caught:
        parse_deployment(wrapped({"thumbs": SEVERAL}), module=module)
    (problem,) = caught.value.problems
    assert problem == (
        f"the document contains no deployment {module}; choose one with"
        " --module 'thumbs[\"avatars\"]' or --module 'thumbs[\"covers\"]'"
    )


def test_a_name_where_there_is_nothing_to_choose() -> None:
    with pytest.raises(CommandError, match="one deployment without a name; remove --module x"):
        parse_deployment(wrapped(OUTPUTS), module="x")
    with pytest.raises(
        CommandError, match="the document contains no deployment; create it with: terraform"
    ):
        parse_deployment(wrapped({"a": 1}), module="a")


def test_every_problem_is_told_at_once() -> None:
    outputs = OUTPUTS | {"bucket_name": 5, "on_delete": "burn", "suffixes": "x", "queue_arn": "y"}
    outputs["recipe"] = json.dumps({"variants": {"a": {"width": 0}, "b": {"width": "wide"}}})
    del outputs["queue_url"]
    told = problems(wrapped(outputs))
    for part in (
        'the output "queue_url" is missing',
        '"bucket_name" is not a string',
        '"on_delete" must be one of keep, remove',
        '"suffixes" is not a list of strings',
        '"queue_arn" is not an ARN',
        'the output "recipe": variants["a"].width',
        'the output "recipe": variants["b"].width',
    ):
        assert [problem for problem in told if part in problem], part


@pytest.mark.parametrize("document", [[], {}, None, 5, "x"])
def test_what_is_no_output_of_terraform_is_refused(document: Any) -> None:
    (problem,) = problems(document)
    assert problem.startswith("the document contains no outputs")


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
    words = parsed().sources_in_words("uploads/2026")
    assert "every key below s3://pictures/uploads/2026, since" in words


def test_suffixes_given_by_hand_come_first() -> None:
    assert parse_deployment(OUTPUTS | {"suffixes": [".jpg"]}, (".png",)).suffixes == (
        ".png",
        ".PNG",
    )
