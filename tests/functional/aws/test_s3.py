"""The S3 adapter on moto, in process and over HTTP, and its reading of S3's errors."""

from __future__ import annotations

import io
import urllib.request
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ProxyConnectionError,
    ReadTimeoutError,
    SSLError,
)
from botocore.parsers import ResponseParserError
from botocore.retries.standard import ExponentialBackoff, RetryContext
from botocore.stub import Stubber
from moto import mock_aws
from moto.server import ThreadedMotoServer
from pytest_socket import enable_socket, socket_allow_hosts
from urllib3.exceptions import ProtocolError

from tests.support.memory_store import MemoryStore
from tests.support.pictures import BLUE, RED, opened, plain_png
from tests.support.recipes import deployed, recipe
from thumbnailer.aws import client as aws
from thumbnailer.aws.s3 import S3Store, s3_client
from thumbnailer.results.objects import Content, Origin, Output
from thumbnailer.settling.gate import gate
from thumbnailer.settling.ports import Refused, StoreError, Unanswered, Unchanged
from thumbnailer.settling.service import MIN_REMAINING_MILLISECONDS
from thumbnailer.settling.settle import settle

BUCKET = "pictures"
KEY, OUT = "uploads/Été +1.png", "thumbnails/Été +1_thumb.png"
ORIGIN = Origin("source-etag-value", "variant-id-value")
# Seconds that a function has at least: the variable `function.timeout`.
SHORTEST_TIMEOUT = 30
SEEN = Output("output-etag-value", ORIGIN, 8, "image/png")


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


@pytest.fixture
def over_http(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client of moto's server: what is sent and received is parsed, both ways."""
    enable_socket()
    socket_allow_hosts(["127.0.0.1"])
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    client = s3_client(10)
    yield client
    client.close()
    with urllib.request.urlopen(f"http://{host}:{port}/moto-api/reset", data=b""):
        server.stop()


def content(data: bytes = b"rendered") -> Content:
    return Content(data, "image/png", width=150, height=100)


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
    ("method", "call"),
    [
        ("head_object", lambda store: store.head_output(OUT)),
        ("head_object", lambda store: store.source_etag(KEY)),
        ("get_object", lambda store: store.open_source(KEY, None)),
        ("put_object", lambda store: store.write_output(OUT, content(), ORIGIN, None)),
        ("delete_object", lambda store: store.remove_output(OUT, SEEN)),
    ],
)
@pytest.mark.parametrize(("code", "status"), [("AccessDenied", 403), ("SlowDown", 503)])
def test_other_errors_are_store_errors_with_s3s_code(
    method: str, call: Any, code: str, status: int
) -> None:
    client = boto3.client("s3")
    with Stubber(client) as stubber:
        stubber.add_client_error(method, code, "no", status)
        with pytest.raises(StoreError, match="no") as error:
            call(S3Store(client, BUCKET, BUCKET))
    assert error.value.code == code


@pytest.mark.parametrize(
    ("code", "status"),
    [("PreconditionFailed", 412), ("ConditionalRequestConflict", 409), ("NoSuchKey", 404)],
)
def test_every_way_s3_refuses_a_conditional_write(code: str, status: int) -> None:
    client = boto3.client("s3")
    store = S3Store(client, BUCKET, BUCKET)
    with Stubber(client) as stubber:
        stubber.add_client_error("put_object", code, "no", status)
        with pytest.raises(Refused):
            store.write_output(OUT, content(), ORIGIN, None)
        stubber.add_client_error("delete_object", code, "no", status)
        with pytest.raises(Refused):
            store.remove_output(OUT, SEEN)


def test_a_missing_bucket_is_no_missing_source() -> None:
    client = boto3.client("s3")
    with Stubber(client) as stubber:
        stubber.add_client_error("get_object", "NoSuchBucket", "no", 404)
        with pytest.raises(StoreError) as error:
            S3Store(client, BUCKET, BUCKET).open_source(KEY, None)
    assert error.value.code == "NoSuchBucket"


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


class Wire:
    """What S3 answers to each attempt of a request, or how the network fails; notes the attempts.

    An answer is a status and a code; an error is raised when a request is about to be sent.
    """

    def __init__(self, client: Any, *answers: tuple[int, str] | Exception) -> None:
        self.answers = list(answers)
        self.sent: list[Any] = []
        client.meta.events.register("before-send.s3", self.send)

    def send(self, request: Any, **_: Any) -> AWSResponse:
        self.sent.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, code = answer
        body = f"<Error><Code>{code}</Code><Message>no</Message></Error>" if code else ""
        headers = HTTPHeaders.from_dict({} if code else {"ETag": '"written"'})
        return AWSResponse(request.url, status, headers, Raw(body.encode()))


class Raw(io.BytesIO):
    """The body of an answer, as urllib3 gives it."""

    def stream(self) -> Iterator[bytes]:
        yield self.read()


OK = (200, "")
URL = {"endpoint_url": "https://s3"}
WRITES = [
    lambda store: store.write_output(OUT, content(), ORIGIN, None),
    lambda store: store.remove_output(OUT, SEEN),
]


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize(
    "answer",
    [
        ReadTimeoutError(**URL),
        ConnectionClosedError(**URL),
        SSLError(**URL, error=OSError("bad record")),
        ProxyConnectionError(proxy_url="http://proxy"),
        HTTPClientError(error="something else"),
        OSError("something else"),
        (500, "InternalError"),
        (502, "BadGateway"),
        (503, "ServiceUnavailable"),
        (503, ""),
        (504, "NoSuchKey"),
    ],
)
def test_a_write_whose_outcome_is_unknown_is_unanswered_and_not_sent_again(
    write: Any, answer: Any
) -> None:
    client = s3_client(1)
    wire = Wire(client, answer, OK)
    with pytest.raises(Unanswered) as error:
        write(S3Store(client, BUCKET, BUCKET))
    assert error.value.code
    assert len(wire.sent) == 1


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize(
    "answer",
    [
        ConnectTimeoutError(**URL),
        EndpointConnectionError(**URL),
        (503, "SlowDown"),
        (400, "RequestTimeout"),
        (400, "ThrottlingException"),
    ],
)
def test_a_write_that_took_no_effect_is_sent_again(write: Any, answer: Any) -> None:
    client = s3_client(1)
    wire = Wire(client, answer, answer, OK)
    write(S3Store(client, BUCKET, BUCKET))
    assert len(wire.sent) == 3
    wire.answers = [answer] * 3
    with pytest.raises(StoreError) as error:
        write(S3Store(client, BUCKET, BUCKET))
    assert not isinstance(error.value, Unanswered)


@pytest.mark.parametrize("write", WRITES)
def test_an_answer_that_cannot_be_read_is_none(write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ResponseParserError("not XML")

    client = s3_client(1)
    Wire(client, OK)
    monkeypatch.setattr("botocore.parsers.RestXMLParser.parse", broken)
    with pytest.raises(Unanswered):
        write(S3Store(client, BUCKET, BUCKET))


@pytest.mark.usefixtures("no_pauses")
def test_reads_are_sent_again_whatever_went_wrong() -> None:
    client = s3_client(1)
    answers = (ReadTimeoutError(**URL), (500, "InternalError"), (404, "NoSuchKey"))
    wire = Wire(client, *answers)
    assert S3Store(client, BUCKET, BUCKET).source_etag(KEY) is None
    assert len(wire.sent) == 3


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_thumbnail_is_sent_without_asking_first(
    scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"{scheme}://s3.example")
    client = s3_client(1)
    wire = Wire(client, OK)
    S3Store(client, BUCKET, BUCKET).write_output(OUT, content(), ORIGIN, None)
    assert wire.sent[0].url.startswith(scheme)
    assert "Expect" not in wire.sent[0].headers


def longest(config: Any, between: float) -> float:
    """Seconds that a request takes whose every attempt hangs; `between` is the back-off's scale."""
    attempts = config.retries["total_max_attempts"]
    pauses = [min(between * 2**n, 20) for n in range(attempts - 1)]
    return float(attempts * (config.connect_timeout + config.read_timeout) + sum(pauses))


@pytest.mark.parametrize("service", ["s3", "sns"])
def test_a_request_that_hangs_leaves_time_to_end_the_invocation(service: str) -> None:
    config: Any = aws.client(service, 10).meta.config
    assert config.retries["mode"] == "standard"
    # Whatever is begun last has so much time left, and an invocation has at least 30 s.
    assert longest(config, between=1) * 1000 <= MIN_REMAINING_MILLISECONDS
    assert MIN_REMAINING_MILLISECONDS <= SHORTEST_TIMEOUT / 2 * 1000


def test_botocore_pauses_no_longer_than_that() -> None:
    # The scale of the pauses above, from botocore itself.
    backoff = ExponentialBackoff(random=lambda: 1)
    context = RetryContext(1, caught_exception=ReadTimeoutError(**URL))
    for attempt in (1, 2):
        context.attempt_number = attempt
        assert backoff.delay_amount(context) <= 2 ** (attempt - 1)


def test_a_botocore_that_is_too_old_fails_the_start_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client: Any = boto3.client("s3")
    shapes = client.meta.service_model._service_description["shapes"]
    members = shapes["DeleteObjectRequest"]["members"]
    monkeypatch.setattr(aws, "client", lambda *_: client)
    monkeypatch.delitem(members, "IfMatch")
    with pytest.raises(aws.BotocoreTooOld, match=r"IfMatch of DeleteObject; 1\.35\.69 does\. "):
        s3_client(1)
