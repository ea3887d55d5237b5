"""One emulator, and one apply of each example, for all tests here; and a second emulator beside it.

With AWS_ENDPOINT_URL or LOCALSTACK_HOST set, that endpoint is used instead. The tests marked
`enforced_iam` or `own_emulator` then are left out, and the header says so: other emulators let
everybody do anything, and judge alarms when they like.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from tests import workers
from tests.e2e import side_by_side
from tests.e2e.pipeline import Pipeline
from tests.e2e.side_by_side import SideBySide
from tools.build import zips
from tools.demo.examples import deployments, names
from tools.local_aws import deployment, emulator, endpoint
from tools.local_aws.deployment import Deployment
from tools.local_aws.endpoint import Endpoint
from tools.local_aws.existing_bucket import ExistingBucket
from tools.local_aws.localstack import launch as localstack
from tools.paths import BUILD, ROOT

_OURS = ("enforced_iam", "own_emulator")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    last = [item for item in items if item.get_closest_marker("after_all_others")]
    left_out = []
    if endpoint.named_by_user():
        left_out = [item for item in items if any(map(item.get_closest_marker, _OURS))]
        config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in last and item not in left_out] + last


@pytest.fixture(scope="session")
def aws() -> Iterator[Endpoint]:
    with emulator.available(workers.own_name("e2e"), cloudfront=True) as running:
        yield running


@pytest.fixture(scope="session")
def owner(aws: Endpoint) -> Iterator[ExistingBucket]:
    """Whoever the bucket of examples/existing-bucket belongs to."""
    existing = ExistingBucket(aws, "existing-bucket-e2e")
    existing.create()
    yield existing
    existing.remove()


@pytest.fixture(scope="session")
def delivering(aws: Endpoint) -> Iterator[Future[Deployment]]:
    """A distribution of modules/delivery, begun before the examples, since CloudFront takes long.

    Not destroyed: that would be 50 seconds of waiting, and an emulator of our own forgets all of it
    when it ends. No other one is used here.
    """
    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(_deliver, aws)


def _deliver(aws: Endpoint) -> Deployment:
    state = deployment.fresh_state("delivery-e2e")
    variables = {"id": "e2e", "force_destroy": "true"}
    delivery = Deployment(aws, ROOT / "tests/terraform/fixtures/delivery", state, variables)
    delivery.apply()
    return delivery


@pytest.fixture(scope="session")
def second() -> Iterator[Future[Deployment]]:
    """examples/miniblog on LocalStack, with thumbnails that go with their picture.

    Begun before the examples: installing and starting LocalStack, and applying, is mostly waiting.
    """
    zips.for_local_runs()
    with ExitStack() as running, ThreadPoolExecutor(1) as thread:
        # In one thread of its own: LocalStack ends with the thread that started it.
        yield thread.submit(_apply_on_localstack, running)


def _apply_on_localstack(running: ExitStack) -> Deployment:
    endpoint = running.enter_context(localstack.run("e2e"))
    blog = deployment.of_example("miniblog", endpoint, "second")
    directory = BUILD / "miniblog-on-localstack"  # as deep in the tree as the examples
    shutil.copytree(blog.directory, directory, dirs_exist_ok=True)
    (directory / "override.tf").write_text('module "thumbnails" { on_delete = "remove" }\n')
    blog = replace(blog, directory=directory)
    blog.apply()
    return blog


@pytest.fixture(scope="session")
def examples(
    request: pytest.FixtureRequest, aws: Endpoint, owner: ExistingBucket
) -> Iterator[SideBySide]:
    _begin(request, "delivering", "second")
    zips.for_local_runs()
    named = {name: partial(deployment.of_example, name, aws, "e2e") for name in names()}
    with side_by_side.applied(named) as applied:
        yield applied


@pytest.fixture(scope="session")
def destroying(
    request: pytest.FixtureRequest, examples: SideBySide, owner: ExistingBucket
) -> dict[str, Future[dict[str, Any]]]:
    """The destruction of all examples; gives what their outputs were."""
    _begin(request, "destroying_second")
    return examples.all(_destroy)


@pytest.fixture(scope="session")
def destroying_second(second: Future[Deployment]) -> Iterator[Future[dict[str, Any]]]:
    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(lambda: _destroy(second.result()))


def _destroy(deployed: Deployment) -> dict[str, Any]:
    outputs = deployed.outputs()
    deployed.destroy()
    return outputs


def _begin(request: pytest.FixtureRequest, *names: str) -> None:
    """Begin what some test of this run will wait for."""
    wanted = {name for item in request.session.items for name in getattr(item, "fixturenames", ())}
    for name in names:
        if name in wanted:
            request.getfixturevalue(name)


@pytest.fixture(scope="session")
def miniblog(examples: SideBySide) -> Deployment:
    return examples["miniblog"]


def _pipeline(example: Deployment) -> Pipeline:
    (outputs,) = deployments(example.outputs())
    return Pipeline(example.endpoint, outputs)


@pytest.fixture(scope="session")
def pipeline(miniblog: Deployment) -> Pipeline:
    return _pipeline(miniblog)


@pytest.fixture(scope="session")
def gallery(examples: SideBySide) -> Pipeline:
    return _pipeline(examples["gallery"])


@pytest.fixture(scope="session")
def two_buckets(examples: SideBySide) -> Pipeline:
    return _pipeline(examples["two-buckets"])


@pytest.fixture(scope="session")
def complete(examples: SideBySide) -> Pipeline:
    return _pipeline(examples["complete"])


@pytest.fixture(scope="session")
def existing(examples: SideBySide) -> dict[str, Pipeline]:
    """The deployments on the bucket of somebody else."""
    example = examples["existing-bucket"]
    deployments = example.outputs()["deployments"]
    return {name: Pipeline(example.endpoint, outputs) for name, outputs in deployments.items()}


@pytest.fixture
def one_try(pipeline: Pipeline) -> Iterator[None]:
    """Messages that fail once are dead letters, some seconds later; five tries take 21 minutes."""
    before = pipeline.queue_attributes()
    policy = json.loads(before["RedrivePolicy"]) | {"maxReceiveCount": 1}
    pipeline.set_queue_attributes(RedrivePolicy=json.dumps(policy), VisibilityTimeout="2")
    yield
    pipeline.set_queue_attributes(**before)
