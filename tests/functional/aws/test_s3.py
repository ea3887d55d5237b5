"""The S3 adapter on moto, in process and over HTTP."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from moto import mock_aws
from moto.server import ThreadedMotoServer
from pytest_socket import enable_socket, socket_allow_hosts
from urllib3.exceptions import ProtocolError

from tests.functional.aws.s3_objects import BUCKET, KEY, ORIGIN, OUT, content
from thumbnailer.aws.s3 import S3Store, s3_client
from thumbnailer.results.objects import Content, Origin
from thumbnailer.settling.gate import gate
from thumbnailer.settling.ports import Refused, StoreError, Unchanged
from thumbnailer.settling.settle import settle
from tools.samples.memory_store import MemoryStore
from tools.samples.pictures import BLUE, RED, opened, plain_png
from tools.samples.recipes import deployed, recipe


@pytest.fixture(params=["in_process", "over_http"])
def store(request: pytest.FixtureRequest) -> S3Store:
    """The adapter in front of moto."""
    client = request.getfixturevalue(request.param)
    location = {"LocationConstraint": "eu-central-1"}
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=location)
    return S3Store(client, BUCKET, BUCKET)


@pytest.fixture
def in_process() -> Iterator[Any]:
    """A client whose requests moto answers before they are sent."""
    with mock_aws():
        yield s3_client(10)


@pytest.fixture(scope="module")
def moto_server() -> Iterator[str]:
    """The URL of moto's server, which takes half a second to stop."""
    enable_socket()
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def over_http(moto_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client of moto's server: what is sent and received is parsed, both ways."""
    enable_socket()
    socket_allow_hosts(["127.0.0.1"])
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server)
    client = s3_client(10)
    yield client
    client.close()
    with urllib.request.urlopen(f"{moto_server}/moto-api/reset", data=b""):
        pass


def put(store: S3Store, data: bytes, key: str = KEY) -> str:
    return store.client.put_object(Bucket=BUCKET, Key=key, Body=data)["ETag"].strip('"')


def test_absent_things_are_none(store: S3Store) -> None:
    assert store.head_output(OUT) is None
    assert store.open_source(KEY, None) is None
    assert store.open_source(KEY, "some-etag") is None
    assert store.source_etag(KEY) is None


def test_a_source_is_opened_and_read(store: S3Store) -> None:
    etag = put(store, b"picture")
    source = store.open_source(KEY, None)
    assert source is not None
    assert not isinstance(source, Unchanged)
    assert (source.etag, source.size, source.read()) == (etag, 7, b"picture")
    source.close()
    assert store.source_etag(KEY) == etag


def test_an_unchanged_source_is_not_sent(store: S3Store) -> None:
    etag = put(store, b"picture")
    assert isinstance(store.open_source(KEY, etag), Unchanged)
    put(store, b"another")
    assert not isinstance(store.open_source(KEY, etag), Unchanged)


def test_an_output_tells_what_it_was_made_from(store: S3Store) -> None:
    store.write_output(OUT, content(), ORIGIN, replaces=None)
    output = store.head_output(OUT)
    assert output is not None
    assert output.origin == ORIGIN
    answer = store.client.get_object(Bucket=BUCKET, Key=OUT)
    assert answer["Body"].read() == b"rendered"
    assert answer["ContentType"] == "image/png"
    assert answer["Metadata"] == {
        "source-etag": ORIGIN.source_etag,
        "variant-id": ORIGIN.variant_id,
        "width": "150",
        "height": "100",
    }


def test_cache_control_is_the_variants(store: S3Store) -> None:
    store.write_output(OUT, Content(b"x", "image/png", "public, max-age=60"), ORIGIN, replaces=None)
    assert store.client.head_object(Bucket=BUCKET, Key=OUT)["CacheControl"] == "public, max-age=60"


def test_a_sources_metadata_come_with_it(store: S3Store) -> None:
    store.client.put_object(Bucket=BUCKET, Key=KEY, Body=b"x", Metadata={"focal-point": "0.3,0.6"})
    source = store.open_source(KEY, None)
    assert source is not None
    assert not isinstance(source, Unchanged)
    assert source.metadata == {"focal-point": "0.3,0.6"}


def test_what_a_recipe_refers_to_is_read_and_has_to_be_there(store: S3Store) -> None:
    put(store, b"mark", "assets/mark.png")
    assert store.read("assets/mark.png") == b"mark"
    put(store, b"another mark", "assets/mark.png")
    assert store.read("assets/mark.png") == b"mark"  # read once for all pictures
    with pytest.raises(StoreError) as error:
        store.read("assets/none.png")
    assert error.value.code == "NoSuchKey"
    assert str(error.value) == f"the recipe needs s3://{BUCKET}/assets/none.png, and there is none"


def test_a_foreign_object_has_no_origin(store: S3Store) -> None:
    put(store, b"left by somebody", OUT)
    output = store.head_output(OUT)
    assert output is not None
    assert output.origin == Origin(None, None)


def test_writes_are_conditional(store: S3Store) -> None:
    store.write_output(OUT, content(b"one"), ORIGIN, replaces=None)
    seen = store.head_output(OUT)
    with pytest.raises(Refused):
        store.write_output(OUT, content(b"two"), ORIGIN, replaces=None)
    store.write_output(OUT, content(b"two"), ORIGIN, replaces=seen)
    with pytest.raises(Refused):
        store.write_output(OUT, content(b"three"), ORIGIN, replaces=seen)
    store.client.delete_object(Bucket=BUCKET, Key=OUT)
    with pytest.raises(Refused):
        store.write_output(OUT, content(b"three"), ORIGIN, replaces=seen)


def test_settling_on_s3(store: S3Store) -> None:
    for colour, reason in ((RED, "rendered"), (RED, "current"), (BLUE, "rendered")):
        put(store, plain_png(colour))
        assert settle(KEY, deployed(recipe()), store, gate()).reason == reason
        thumb = store.client.get_object(Bucket=BUCKET, Key=OUT)["Body"].read()
        assert opened(thumb).getpixel((0, 0)) == colour


def test_memory_store_behaves_like_s3(store: S3Store) -> None:
    # The fake that most tests rest on, held against the adapter call by call.
    memory = MemoryStore()
    data = plain_png(RED)
    put(store, data)
    memory.put(KEY, data)
    for each in (store, memory):
        etag = each.source_etag(KEY)
        assert etag
        assert isinstance(each.open_source(KEY, etag), Unchanged)
        each.write_output(OUT, content(), ORIGIN, replaces=None)
    assert store.source_etag(KEY) == memory.source_etag(KEY)
    seen = store.head_output(OUT)
    assert seen
    assert seen == memory.head_output(OUT)
    another = seen._replace(etag="another")
    for each in (store, memory):
        with pytest.raises(Refused):
            each.write_output(OUT, content(), ORIGIN, another)
        with pytest.raises(Refused):
            each.write_output(OUT + "2", content(), ORIGIN, another)
        with pytest.raises(Refused):
            each.remove_output(OUT, another)
        assert each.write_output(OUT, content(), ORIGIN, replaces=seen) == seen
        each.remove_output(OUT, seen)
        assert each.head_output(OUT) is None


@pytest.mark.parametrize(
    "error", [ReadTimeoutError(endpoint_url="https://s3"), ProtocolError("connection broken")]
)
def test_network_errors_are_store_errors_while_the_body_is_read(
    store: S3Store, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    put(store, b"picture")
    source = store.open_source(KEY, None)
    assert source is not None
    assert not isinstance(source, Unchanged)

    def time_out() -> bytes:
        raise error

    monkeypatch.setattr(source.body, "read", time_out)
    with pytest.raises(StoreError) as failure:
        source.read()
    assert failure.value.code == type(error).__name__
