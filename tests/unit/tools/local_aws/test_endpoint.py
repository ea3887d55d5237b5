from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tools.local_aws import endpoint
from tools.local_aws.endpoint import Endpoint


@pytest.fixture(autouse=True)
def nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ENDPOINT_URL", "LOCALSTACK_HOST", "USE_SSL", "AWS_REGION", "AWS_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(socket, "gethostbyname", {"localstack": "172.18.0.2"}.__getitem__)


def test_none_is_named() -> None:
    assert endpoint.named_by_user() is None


def test_localstack_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCALSTACK_HOST", "localstack:4567")
    named = endpoint.named_by_user()
    assert named
    # By address, so that S3 clients put the bucket into the path.
    assert named.url == "http://172.18.0.2:4567"
    assert named.external
    assert named.region == "eu-central-1"
    assert (named.access_key, named.secret_key) == ("testing", "testing")


def test_a_url_over_tls_keeps_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://aws.example:4566")
    monkeypatch.setenv("AWS_CA_BUNDLE", "/bundle.pem")
    named = endpoint.named_by_user()
    assert named
    assert named.url == "https://aws.example:4566"
    assert named.ca_bundle == Path("/bundle.pem")


def test_environment() -> None:
    plain = Endpoint("http://127.0.0.1:4566").environment()
    assert "AWS_CA_BUNDLE" not in plain
    assert plain["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4566"
    trusted = Endpoint("https://127.0.0.1:1", ca_bundle=Path("/bundle.pem")).environment()
    assert trusted["AWS_CA_BUNDLE"] == "/bundle.pem"


def test_a_client_goes_there_as_whom_it_is_told() -> None:
    client = Endpoint("http://127.0.0.1:4566").client("s3", "somebody", "secret")
    assert client.meta.endpoint_url == "http://127.0.0.1:4566"
    assert client._request_signer._credentials.access_key == "somebody"
