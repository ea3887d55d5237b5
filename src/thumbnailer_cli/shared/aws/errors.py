"""Errors of AWS and boto3 in one line: what failed, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
    ReadTimeoutError,
    SSLError,
)

from thumbnailer.aws.client import error_code
from thumbnailer_cli.shared.errors import CommandError
from thumbnailer_cli.shared.text import printable

T = TypeVar("T")

_NO_QUEUE = {"AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"}
_DENIED = {"AccessDenied", "AccessDeniedException", "403", "AllAccessDisabled"}
_WRONG_CREDENTIALS = {
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidToken",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
}

_CHECK_CONFIG = "check that --config belongs to this account, Region, and endpoint"


@contextmanager
def command_errors(tried: str, needs: str = "") -> Iterator[None]:
    """Turn errors of boto3 into a CommandError.

    Args:
        tried: the failed operation, as the beginning of a sentence.
        needs: the permissions that the operation requires.
    """
    try:
        yield
    except ClientError as error:
        raise CommandError(f"{tried}: {_answer(error, needs)}") from None
    except BotoCoreError as error:
        raise CommandError(f"{tried}: {_trouble(error)}") from None
    except ValueError as error:  # botocore raises it for an endpoint that is not a URL
        raise CommandError(f"{tried}: {printable(error)}; check AWS_ENDPOINT_URL") from None


def each_page(pages: Iterable[T], tried: str, needs: str) -> Iterator[T]:
    """The pages of a paginator, with `command_errors` around the request for each."""
    rest = iter(pages)
    while True:
        with command_errors(tried, needs):
            page = next(rest, None)
        if page is None:
            return
        yield page


def _answer(error: ClientError, needs: str) -> str:
    code = error_code(error)
    if code in _DENIED:
        return f"access denied; the command needs {needs}" if needs else "access denied"
    if code in _WRONG_CREDENTIALS:
        return f"the credentials are invalid or have expired ({code}); sign in again"
    if code == "NoSuchBucket":
        return f"the bucket does not exist; {_CHECK_CONFIG}"
    if code in _NO_QUEUE:
        return f"the queue does not exist; {_CHECK_CONFIG}"
    return one_line(error)


def _trouble(error: BotoCoreError) -> str:
    if isinstance(error, NoCredentialsError):
        return "no AWS credentials found; set AWS_PROFILE, or sign in"
    if isinstance(error, NoRegionError):
        return "no AWS Region found; set AWS_REGION"
    if isinstance(error, SSLError):  # before its base class, which stands for network errors
        return (
            f"{printable(error)}; if a private certificate authority issued the certificate of the"
            " endpoint or of a proxy, set AWS_CA_BUNDLE to the file of its certificates"
        )
    unreachable = (
        ConnectTimeoutError,
        EndpointConnectionError,
        ConnectionClosedError,
        ReadTimeoutError,
    )
    if isinstance(error, unreachable):
        return f"{printable(error)}; check the network, and AWS_ENDPOINT_URL if it is set"
    return printable(error)


def one_line(error: ClientError) -> str:
    """The code and the message of an error response."""
    message = error.response.get("Error", {}).get("Message", "")
    return printable(f"{error_code(error)}: {message}".strip(": "))
