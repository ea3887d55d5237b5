"""Creates AWS clients, and converts their errors. No other module imports boto3."""

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

# S3 recommends a retry after 2 to 4 seconds:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance-guidelines.html
_CONNECT_SECONDS, _READ_SECONDS, _ATTEMPTS = 1, 3, 3

# Raised if the connection fails: no request was sent.
_UNSENT = (ConnectTimeoutError, EndpointConnectionError)
# The only 5xx error that S3 returns before it processes a request: "reduce your request rate".
_UNTOUCHED = "SlowDown"
_SERVER_ERRORS = 500

# The first version that supports all parameters that the function uses.
_OLDEST = "1.35.69"


class BotocoreTooOld(RuntimeError):
    """The runtime's botocore does not support parameters that the function uses."""


def client(service: str, connections: int, attempts: int = _ATTEMPTS) -> Any:
    """A client whose requests end well before the function's timeout, which is 30 s or more.

    A request without a response ends after 15 s: three attempts, each with 1 s to connect and 3 s
    for the response, and up to 1 s and 2 s between them. (Newer versions of botocore wait up to 5 s
    longer if the response has the header x-amz-retry-after, which S3 does not send.) The read
    timeout applies to each read from the socket: a slow body takes longer. DNS lookups have no
    limit.

    Args:
        service: the name of the service, such as "s3".
        connections: the maximum number of parallel requests.
        attempts: the maximum number of attempts for a request.
    """
    config = Config(
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=_READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": attempts},
        max_pool_connections=connections,
    )
    return boto3.client(service, config=config)  # type: ignore[call-overload]


def require(client: Any, parameters: Mapping[str, Iterable[str]]) -> None:
    """Check that botocore supports these parameters, by operation.

    Raises:
        BotocoreTooOld: if it does not; the text names the parameters and says what to do.
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
            f"botocore {botocore.__version__} does not support {', '.join(missing)}; the function"
            f" requires {_OLDEST} or later. Use a newer runtime, let Lambda update this one, or add"
            " boto3 to the layer."
        )


def stop_unanswered(client: Any, operation: str) -> None:
    """Raise Unanswered for an attempt that may have taken effect, instead of a retry.

    With a retry by botocore, the function would not know that the first attempt may still take
    effect. Requests that were not sent, or that S3 rejected, are retried.
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

    # https://boto3.amazonaws.com/v1/documentation/api/latest/guide/events.html; botocore emits the
    # event after each attempt.
    service = client.meta.service_model.service_id.hyphenize()
    client.meta.events.register(f"needs-retry.{service}.{operation}", look)


@contextmanager
def store_errors() -> Iterator[None]:
    """Convert the exceptions of a client to StoreError."""
    try:
        yield
    except ClientError as error:
        raise StoreError(error_code(error), str(error)) from error
    except (BotoCoreError, HTTPError) as error:  # reading a body may raise errors of urllib3
        raise StoreError(type(error).__name__, str(error)) from error


def error_code(error: ClientError) -> str:
    """The error code of an AWS response."""
    return error.response.get("Error", {}).get("Code", "Unknown")
