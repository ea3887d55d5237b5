"""Clients for AWS, and its errors as ours. Nothing else imports boto3."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

from thumbnailer.ports import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator


def client(service: str, connections: int) -> Any:
    """A client whose requests end well before the function's time-out of 30 s or more does.

    A request that outlived its invocation could still write when the message has long been handled
    by somebody else.

    Args:
        service: such as "s3".
        connections: how many requests there are at a time.
    """
    config = Config(
        connect_timeout=3,
        read_timeout=10,
        retries={"mode": "standard", "total_max_attempts": 3},
        max_pool_connections=connections,
    )
    return boto3.client(service, config=config)  # type: ignore[call-overload]


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
