"""The S3 adapter's reading of S3's errors and of lost answers."""

from __future__ import annotations

import io
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
from botocore.stub import Stubber

from tests.functional.aws.s3_objects import BUCKET, KEY, ORIGIN, OUT, SEEN, content
from thumbnailer.aws.s3 import S3Store, s3_client
from thumbnailer.settling.ports import Refused, StoreError, Unanswered


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
