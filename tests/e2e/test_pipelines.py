"""docs/pipelines.md: what one job plans is applied by another, in another directory.

The module comes from a server as a release archive, or from git. A job that does not set up Python
finds no program but Terraform (and git, where the module comes from there).
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.e2e import page
from tests.e2e.page import Page
from tests.e2e.pipeline import Pipeline
from tests.e2e.workflow import shell
from tests.support import interpreters
from tools.build import interpreter
from tools.build.targets import machine_arch
from tools.local_aws import deployment
from tools.local_aws.endpoint import Endpoint
from tools.samples.pictures import jpeg, opened

# The emulator forgets what it is not asked to destroy.
pytestmark = pytest.mark.own_emulator

STATES = "example-terraform-state"  # the bucket that the page names


@pytest.fixture(scope="module")
def reader(aws: Endpoint, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    interpreters.require(interpreter.LAMBDA)
    home = tmp_path_factory.mktemp("pipelines")
    page.prepare(home)
    aws.client("s3").create_bucket(Bucket=STATES)
    account = aws.client("sts").get_caller_identity()["Account"]
    arch = machine_arch()
    with page.serving_release(arch, home / "releases") as served:
        yield Page(home, aws, served | {"arm64": arch, "123456789012": account})


@pytest.fixture(scope="module")
def applied(reader: Page) -> Iterator[dict[str, Future[Path]]]:
    """The directories that the stacks are applied in: side by side, as most of it is waiting."""
    archive = reader.repository("archive")
    lock = archive / ".terraform.lock.hcl"
    git = reader.repository("git", lock)
    with ThreadPoolExecutor(3) as threads:
        yield {
            "archive": threads.submit(reader.jobs, "archive", archive, "terraform"),
            "git": threads.submit(reader.jobs, "git", git, "terraform-and-git"),
            "stack": threads.submit(publish_and_use, reader, lock),
        }


def publish_and_use(reader: Page, lock: Path) -> Path:
    """Apply the stack that publishes the artifacts, and one that uses them."""
    publishing = reader.repository("publish", lock)
    [archive] = (reader.home / "releases").glob("*.zip")
    with zipfile.ZipFile(archive) as content:
        content.extractall(publishing, [n for n in content.namelist() if n.startswith("dist/")])
    using = reader.repository("stack", lock)
    for directory in (publishing, using):
        terraform(reader, "init -input=false -lockfile=readonly", directory)
        terraform(reader, "apply -input=false -auto-approve", directory)
    return using


def terraform(reader: Page, arguments: str, directory: Path) -> str:
    return shell(f"terraform {arguments}", directory, reader.environment("terraform-and-git"))


def pipeline(reader: Page, directory: Path) -> Pipeline:
    outputs = json.loads(terraform(reader, "output -json", directory))
    return Pipeline(reader.aws, outputs["thumbnails"]["value"])


@pytest.mark.parametrize("stack", ["archive", "git", "stack"])
def test_an_upload_gets_its_thumbnail(
    reader: Page, applied: dict[str, Future[Path]], stack: str
) -> None:
    deployed = pipeline(reader, applied[stack].result())
    deployed.upload("uploads/lake.jpg", jpeg(640, 480))
    assert deployed.line("uploads/lake.jpg")["reason"] == "rendered"
    thumbnail = deployed.get("thumbnails/lake_thumb.jpg")
    assert thumbnail is not None
    assert opened(thumbnail["Body"]).size == (150, 113)


def test_the_second_plan_is_empty(reader: Page, applied: dict[str, Future[Path]]) -> None:
    directory = applied["archive"].result()
    terraform(reader, "plan -input=false -detailed-exitcode", directory)


def test_an_archive_with_another_checksum_is_refused(reader: Page, tmp_path: Path) -> None:
    main = reader.snippet("archive/main.tf")
    (tmp_path / "main.tf").write_text(re.sub(r"sha256:\w+", f"sha256:{64 * '0'}", main))
    with pytest.raises(AssertionError, match="Checksums did not match"):
        terraform(reader, "init -input=false -backend=false", tmp_path)


def test_destroy_leaves_nothing(reader: Page, applied: dict[str, Future[Path]]) -> None:
    directory = applied["archive"].result()
    deployed = pipeline(reader, directory)
    deployment.empty(reader.aws, deployed.bucket)
    terraform(reader, "destroy -input=false -auto-approve", directory)
    assert terraform(reader, "state list", directory) == ""
    buckets = deployed.s3.list_buckets()["Buckets"]
    assert deployed.bucket not in {bucket["Name"] for bucket in buckets}
