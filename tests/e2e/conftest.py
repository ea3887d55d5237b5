"""One emulator, and one apply of each example, for all tests here.

With AWS_ENDPOINT_URL or LOCALSTACK_HOST set, that endpoint is used instead. The tests marked
`enforced_iam` or `own_emulator` then are left out, and the header says so: other emulators let
everybody do anything, and judge alarms when they like.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.e2e.pipeline import Pipeline
from tools import deployment, emulator, endpoint
from tools.deployment import Deployment
from tools.endpoint import Endpoint
from tools.existing_bucket import ExistingBucket
from tools.localstack import launch as localstack
from tools.paths import BUILD, ROOT

_OURS = ("enforced_iam", "own_emulator")
EXAMPLES = sorted(path.parent.name for path in ROOT.glob("examples/*/versions.tf"))


def pytest_report_header() -> str:
    named = endpoint.named_by_user()
    if named:
        return f"e2e: against {named.url}, without the tests that need our own emulator"
    return "e2e: against an emulator of our own, IAM enforced"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    last = [item for item in items if item.get_closest_marker("after_all_others")]
    left_out = []
    if endpoint.named_by_user():
        left_out = [item for item in items if any(map(item.get_closest_marker, _OURS))]
        config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in last and item not in left_out] + last


@pytest.fixture(scope="session")
def aws() -> Iterator[Endpoint]:
    with emulator.available("e2e", cloudfront=True) as running:
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
def on_localstack() -> Iterator[Deployment]:
    """examples/miniblog on a second emulator, with thumbnails that go with their picture."""
    with localstack.run("e2e") as second:
        blog = deployment.of_example("miniblog", second, "second")
        directory = BUILD / "miniblog-on-localstack"  # as deep in the tree as the examples
        shutil.copytree(blog.directory, directory, dirs_exist_ok=True)
        (directory / "override.tf").write_text('module "thumbnails" { on_delete = "remove" }')
        blog = replace(blog, directory=directory)
        with deployment.applied(blog):
            yield blog


@pytest.fixture(scope="session")
def examples(
    request: pytest.FixtureRequest, aws: Endpoint, owner: ExistingBucket
) -> Iterator[dict[str, Deployment]]:
    """All examples, applied side by side: most of an apply is waiting."""
    if any("delivering" in getattr(item, "fixturenames", ()) for item in request.session.items):
        request.getfixturevalue("delivering")
    named = {name: deployment.of_example(name, aws, "e2e") for name in EXAMPLES}
    with ThreadPoolExecutor(len(named)) as threads:
        try:
            list(threads.map(Deployment.apply, named.values()))
            yield named
        finally:
            list(threads.map(Deployment.destroy, filter(Deployment.resources, named.values())))


@pytest.fixture(scope="session")
def miniblog(examples: dict[str, Deployment]) -> Deployment:
    return examples["miniblog"]


@pytest.fixture(scope="session")
def pipeline(miniblog: Deployment) -> Pipeline:
    return Pipeline(miniblog.endpoint, miniblog.outputs())


@pytest.fixture(scope="session")
def gallery(examples: dict[str, Deployment]) -> Pipeline:
    return Pipeline(examples["gallery"].endpoint, examples["gallery"].outputs())


@pytest.fixture(scope="session")
def two_buckets(examples: dict[str, Deployment]) -> Pipeline:
    return Pipeline(examples["two-buckets"].endpoint, examples["two-buckets"].outputs())


@pytest.fixture(scope="session")
def complete(examples: dict[str, Deployment]) -> Pipeline:
    return Pipeline(examples["complete"].endpoint, examples["complete"].outputs())


@pytest.fixture(scope="session")
def existing(examples: dict[str, Deployment]) -> dict[str, Pipeline]:
    """The deployments on the bucket of somebody else."""
    example = examples["existing-bucket"]
    deployments = example.outputs()["deployments"]
    return {name: Pipeline(example.endpoint, outputs) for name, outputs in deployments.items()}


@pytest.fixture
def fast_retries(pipeline: Pipeline) -> Iterator[None]:
    """Messages come back after 2 seconds instead of 6 times the function's time-out."""
    before = pipeline.visibility_timeout()
    pipeline.set_visibility_timeout("2")
    yield
    pipeline.set_visibility_timeout(before)
