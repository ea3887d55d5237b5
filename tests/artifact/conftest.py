"""The artifacts as built, unpacked as on Lambda, and what they need around them."""

from __future__ import annotations

import contextlib
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_socket import enable_socket, socket_allow_hosts

from tools.build import zips
from tools.build.targets import TARGETS
from tools.build.zips import Artifacts
from tools.local_aws import emulator, lambda_runtime
from tools.local_aws.endpoint import Endpoint


@pytest.fixture(scope="session")
def artifacts() -> Artifacts:
    """What runs on this machine."""
    return zips.for_local_runs()


@pytest.fixture(scope="session", params=sorted(TARGETS))
def each_artifacts(request: pytest.FixtureRequest) -> Artifacts:
    """What runs on each architecture in turn."""
    return zips.for_local_runs(request.param)


@pytest.fixture(scope="session")
def each_heif_layer(
    each_artifacts: Artifacts, tmp_path_factory: pytest.TempPathFactory
) -> HeifLayer:
    """The optional second layer, for each architecture in turn."""
    output = tmp_path_factory.mktemp("heif")
    path = zips.build_heif_layer(each_artifacts.arch, each_artifacts.python, output)
    return HeifLayer(path, each_artifacts)


@dataclass(frozen=True)
class HeifLayer:
    """The second layer, and what it goes with."""

    path: Path
    beside: Artifacts


@dataclass(frozen=True)
class Unpacked:
    """The archives where Lambda unpacks them, but for the paths."""

    task: Path
    opt: Path


def unpack(directory: Path, *archives: Path) -> None:
    """Unpack archives so that nobody can write there; root can, and is watched instead."""
    for archive in archives:
        with zipfile.ZipFile(archive) as content:
            content.extractall(directory)
    for path in [directory, *directory.rglob("*")]:
        path.chmod(0o555)


@contextlib.contextmanager
def unpacked_in(root: Path, function: Path, *layers: Path) -> Iterator[Unpacked]:
    """Unpack a function and its layers, and leave the directories so that they can be deleted."""
    made = Unpacked(task=root / "task", opt=root / "opt")
    unpack(made.task, function)
    unpack(made.opt, *layers)
    yield made
    for path in [root, *root.rglob("*")]:
        if path.is_dir():
            path.chmod(0o755)


@pytest.fixture(scope="session")
def unpacked(artifacts: Artifacts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unpacked]:
    root = tmp_path_factory.mktemp("lambda")
    with unpacked_in(root, artifacts.function, artifacts.layer) as made:
        yield made


@pytest.fixture(scope="session")
def runtime_python(artifacts: Artifacts) -> Path:
    """An interpreter with what Lambda's has: the runtime client and boto3, but no Pillow."""
    python = lambda_runtime.ensure(artifacts.python)
    without = subprocess.run([python, "-c", "import PIL"], capture_output=True, check=False)
    assert b"No module named 'PIL'" in without.stderr
    return python


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[Endpoint]:
    enable_socket()
    socket_allow_hosts(["127.0.0.1"])
    with emulator.run("artifact", auth=False, tls=False) as endpoint:
        yield endpoint
