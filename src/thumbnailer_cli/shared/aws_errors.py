"""What AWS and boto3 refuse, as a line for a person: what was tried, what came of it, and help."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def told(tried: str, needs: str = "") -> Iterator[None]:
    """Turn what boto3 raises into a CommandError.

    Args:
        tried: what cannot be done, as the beginning of a sentence.
        needs: the permissions for it.
    """
    try:
        yield
    except ClientError as error:
        raise CommandError(f"{tried}: {_answer(error, needs)}") from None
    except BotoCoreError as error:
        raise CommandError(f"{tried}: {_trouble(error)}") from None
    except ValueError as error:  # what botocore makes of an endpoint that is no URL
        raise CommandError(f"{tried}: {printable(error)}; look at AWS_ENDPOINT_URL") from None


def _answer(error: ClientError, needs: str) -> str:
    code = error_code(error)
    if code in _DENIED:
        return f"access denied; this needs {needs}" if needs else "access denied"
    if code in _WRONG_CREDENTIALS:
        return f"the credentials are wrong or have expired ({code}); sign in again"
    if code == "NoSuchBucket":
        return "there is no such bucket; is --config of this account, region and endpoint?"
    if code in _NO_QUEUE:
        return "there is no such queue; is --config of this account, region and endpoint?"
    return one_line(error)


def _trouble(error: BotoCoreError) -> str:
    if isinstance(error, NoCredentialsError):
        return "there are no AWS credentials; set AWS_PROFILE, or sign in"
    if isinstance(error, NoRegionError):
        return "there is no AWS region; set AWS_REGION"
    if isinstance(error, SSLError):  # before its base class, which means no network
        return (
            f"{printable(error)}; if a proxy or the endpoint has a certificate of your own"
            " authority, set AWS_CA_BUNDLE to the file of its certificates"
        )
    unreachable = (
        ConnectTimeoutError,
        EndpointConnectionError,
        ConnectionClosedError,
        ReadTimeoutError,
    )
    if isinstance(error, unreachable):
        return f"{printable(error)}; is the network up, and AWS_ENDPOINT_URL right, if it is set?"
    return printable(error)


def one_line(error: ClientError) -> str:
    """Code and message of an answer."""
    message = error.response.get("Error", {}).get("Message", "")
    return printable(f"{error_code(error)}: {message}".strip(": "))
