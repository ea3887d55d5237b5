"""Clients for AWS, and its errors as ours. Nothing else imports boto3."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import boto3
import botocore
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
)
from urllib3.exceptions import HTTPError

from thumbnailer.settling.ports import StoreError, Unanswered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# S3 recommends another try after 2 to 4 seconds:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance-guidelines.html
_CONNECT_SECONDS, _READ_SECONDS, _ATTEMPTS = 1, 3, 3

# Raised when no connection was made: nothing was sent.
_UNSENT = (ConnectTimeoutError, EndpointConnectionError)
# The one error from 500 on that S3 answers with before it begins: "reduce your request rate".
_UNTOUCHED = "SlowDown"
_SERVER_ERRORS = 500

# The first version that knows all that the function asks of S3.
_OLDEST = "1.35.69"


class BotocoreTooOld(RuntimeError):
    """The runtime's botocore does not know what the function asks of S3."""


def client(service: str, connections: int, attempts: int = _ATTEMPTS) -> Any:
    """A client whose requests end well before the function's timeout, 30 s or more.

    A request that hangs ends after 15 s: three attempts, each with 1 s to connect and 3 s for the
    answer, and up to 1 s and 2 s between them. (Newer versions of botocore wait up to 5 s longer
    where the answer says so in x-amz-retry-after, which S3 does not.) The read timeout is that of
    each read from the socket: a body that trickles takes longer. Looking up a name is not limited.

    Args:
        service: such as "s3".
        connections: how many requests there are at a time.
        attempts: how often a request is sent at most.
    """
    config = Config(
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=_READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": attempts},
        max_pool_connections=connections,
    )
    return boto3.client(service, config=config)  # type: ignore[call-overload]


def require(client: Any, parameters: Mapping[str, Iterable[str]]) -> None:
    """Check that botocore knows these parameters, by operation.

    Raises:
        BotocoreTooOld: it does not; the text says which, and what to do.
    """
    model = client.meta.service_model
    missing = [
        f"{name} of {operation}"
        for operation, names in parameters.items()
        for name in names
        if name not in model.operation_model(operation).input_shape.members
    ]
    if missing:
        raise BotocoreTooOld(
            f"botocore {botocore.__version__} does not know {', '.join(missing)}; {_OLDEST} does."
            " Use a newer runtime, let Lambda update this one, or add boto3 to the layer."
        )


def stop_unanswered(client: Any, operation: str) -> None:
    """Raise Unanswered for each attempt that may have taken effect, and send no further one.

    botocore alone would send it again, and nobody would learn that the first one is still on its
    way. What was not sent, or refused, is sent again.
    """

    def look(response: Any, caught_exception: Exception | None, **_: Any) -> None:
        if caught_exception and not isinstance(caught_exception, _UNSENT):
            raise Unanswered(type(caught_exception).__name__, str(caught_exception))
        if response:
            http, parsed = response
            error = parsed.get("Error", {})
            code = error.get("Code", "Unknown")
            if http.status_code >= _SERVER_ERRORS and code != _UNTOUCHED:
                raise Unanswered(code, f"{operation}: {code}: {error.get('Message')}")

    # https://boto3.amazonaws.com/v1/documentation/api/latest/guide/events.html; it is emitted after
    # each attempt.
    service = client.meta.service_model.service_id.hyphenize()
    client.meta.events.register(f"needs-retry.{service}.{operation}", look)


@contextmanager
def store_errors() -> Iterator[None]:
    """Turn what a client raises into StoreError."""
    try:
        yield
    except ClientError as error:
        raise StoreError(error_code(error), str(error)) from error
    except (BotoCoreError, HTTPError) as error:  # some of a body's come through from urllib3
        raise StoreError(type(error).__name__, str(error)) from error


def error_code(error: ClientError) -> str:
    """The code of an error that AWS answered with."""
    return error.response.get("Error", {}).get("Code", "Unknown")
