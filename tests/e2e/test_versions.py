"""A deployment is a version of the function, and takes effect at once: the alias moves to it."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.pipeline import Pipeline
from thumbnailer.config.settings import RECIPE
from tools.local_aws import release
from tools.local_aws.deployment import Deployment
from tools.samples.pictures import jpeg


@pytest.fixture
def broken_latest(pipeline: Pipeline) -> Iterator[None]:
    """A deployment half done: $LATEST has settings that its code does not understand."""
    name = pipeline.outputs["function_name"]
    now = pipeline.functions.get_function_configuration(FunctionName=name)["Environment"]
    broken = {"Variables": now["Variables"] | {RECIPE: "of the next version"}}
    pipeline.functions.update_function_configuration(FunctionName=name, Environment=broken)
    yield
    pipeline.functions.update_function_configuration(FunctionName=name, Environment=now)


def deployed_version(pipeline: Pipeline) -> str:
    alias = pipeline.functions.get_alias(
        FunctionName=pipeline.outputs["function_name"], Name=release.ALIAS
    )
    assert alias["AliasArn"] == pipeline.outputs["function_alias_arn"]
    return str(alias["FunctionVersion"])


def test_the_queue_invokes_the_alias(pipeline: Pipeline) -> None:
    [mapping] = pipeline.functions.list_event_source_mappings(
        EventSourceArn=pipeline.outputs["queue_arn"]
    )["EventSourceMappings"]
    assert mapping["FunctionArn"] == pipeline.outputs["function_alias_arn"]


@pytest.mark.usefixtures("broken_latest")
def test_what_is_not_published_does_not_run(pipeline: Pipeline) -> None:
    pipeline.upload("uploads/published.jpg", jpeg())
    assert pipeline.line("uploads/published.jpg")["reason"] == "rendered"


def test_a_direct_invocation_runs_the_deployed_version(pipeline: Pipeline) -> None:
    answer = pipeline.functions.invoke(
        FunctionName=pipeline.outputs["function_alias_arn"],
        Payload=json.dumps({"keys": ["uploads/nobody.jpg"]}),
    )
    assert answer["ExecutedVersion"] == deployed_version(pipeline)
    assert "FunctionError" not in answer


def test_an_apply_moves_the_alias_and_the_next_plan_is_empty(
    miniblog: Deployment, pipeline: Pipeline, tmp_path: Path
) -> None:
    artifacts = json.loads(miniblog.variables["artifacts"])
    changed = tmp_path / "thumbnailer.zip"
    changed.write_bytes(Path(artifacts["function_zip"]).read_bytes())
    with zipfile.ZipFile(changed, "a") as archive:
        archive.comment = b"the same code, as another version"
    before = deployed_version(pipeline)
    following = dataclasses.replace(
        miniblog,
        variables={
            **miniblog.variables,
            "artifacts": json.dumps(artifacts | {"function_zip": str(changed)}),
        },
    )
    try:
        following.apply()
        assert int(deployed_version(pipeline)) == int(before) + 1
        pipeline.upload("uploads/after.jpg", jpeg())
        assert pipeline.line("uploads/after.jpg")["reason"] == "rendered"
        assert following.planned_changes() == ""
    finally:
        miniblog.apply()
