"""What all tests have in common.

No test opens a socket, except where a real program is talked to: artifact and e2e.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.loaders import JSONFileLoader
from hypothesis import settings
from pytest_socket import disable_socket, enable_socket, socket_allow_hosts

from tests.support.service_models import once
from tools.local_aws import endpoint
from tools.samples.messages import REGION

# Plugins, and no conftest.py further down: they also work where other processes run the tests.
pytest_plugins = ["tests.corpus.report", "tests.workers"]

# Hypothesis would fail an example that takes 200 ms, as any may on a busy machine.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

_ON_LOOPBACK = {"artifact", "e2e"}


def pytest_collection_finish() -> None:
    # What is there by now stays to the end; the garbage collector took a tenth of the time for it.
    gc.collect()
    gc.freeze()


def pytest_report_header() -> str:
    named = endpoint.named_by_user()
    if named:
        return f"e2e: against {named.url}, without the tests that need our own emulator"
    return "e2e: against an emulator of our own, IAM enforced"


@pytest.fixture(autouse=True, scope="session")
def _service_models() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JSONFileLoader, "load_file", once(JSONFileLoader.load_file))
        yield


@pytest.fixture(autouse=True)
def _sockets(request: pytest.FixtureRequest) -> None:
    layers = Path(request.path).relative_to(Path(__file__).parent).parts
    if _ON_LOOPBACK.intersection(layers):
        enable_socket()
        socket_allow_hosts(["127.0.0.1"])
    else:
        disable_socket(allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _no_aws(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Credentials that open nothing, so that no mistake reaches a real account."""
    if "e2e" in Path(request.path).parts:
        return
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
