"""The S3 bucket behind `ports.Store`. Nothing else imports boto3."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from thumbnailer.ports import Origin, Output, Refused, StoreError, Unchanged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from botocore.response import StreamingBody
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import GetObjectRequestTypeDef, PutObjectRequestTypeDef

    from thumbnailer.imaging import Rendition

# The names of an output's metadata; part of what a deployment leaves behind, so they stay.
SOURCE_ETAG = "source-etag"
RECIPE_ID = "recipe-id"

_ABSENT = {"404", "NoSuchKey", "NotFound"}
_NOT_MODIFIED = {"304", "NotModified"}
# If-Match answers 404 when the object is gone by now, and 409 when another write is under way:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
_REFUSED = {"412", "PreconditionFailed", "409", "ConditionalRequestConflict"} | _ABSENT


def s3_client() -> S3Client:
    """A client whose requests end well before the function's time-out of 30 s or more does.

    A request that outlived its invocation could still write when the message has long been handled
    by somebody else.
    """
    config = Config(
        connect_timeout=3,
        read_timeout=10,
        retries={"mode": "standard", "total_max_attempts": 3},
    )
    return boto3.client("s3", config=config)


@dataclass(frozen=True)
class S3Source:
    """The answer to a GET, its body not yet read."""

    etag: str
    size: int
    metadata: Mapping[str, str]
    body: StreamingBody

    def read(self) -> bytes:
        """All bytes; botocore compares their number and checksum with what S3 announced."""
        with _store_errors():
            return self.body.read()

    def close(self) -> None:
        """Give the connection up, read or not."""
        self.body.close()


@dataclass(frozen=True)
class S3Store:
    """One bucket that holds sources and outputs.

    `assets` are the objects that recipes refer to, as far as they have been read: they stay as long
    as the process, so a changed one needs another key.
    """

    client: S3Client
    bucket: str
    assets: dict[str, bytes] = field(default_factory=dict, compare=False)

    def head_output(self, key: str) -> Output | None:
        """HEAD an output; None when there is none."""
        with _store_errors():
            try:
                head = self.client.head_object(Bucket=self.bucket, Key=key)
            except ClientError as error:
                if _code(error) in _ABSENT:
                    return None
                raise
        origin = Origin(head["Metadata"].get(SOURCE_ETAG), head["Metadata"].get(RECIPE_ID))
        return Output(_unquoted(head["ETag"]), origin)

    def open_source(self, key: str, unless_etag: str | None) -> S3Source | Unchanged | None:
        """GET a source, with If-None-Match where an ETag is given; the body is not read yet."""
        request: GetObjectRequestTypeDef = {"Bucket": self.bucket, "Key": key}
        if unless_etag:
            request["IfNoneMatch"] = _quoted(unless_etag)
        with _store_errors():
            try:
                answer = self.client.get_object(**request)
            except ClientError as error:
                if _code(error) in _ABSENT:
                    return None
                if _code(error) in _NOT_MODIFIED:
                    return Unchanged()
                raise
        return S3Source(
            etag=_unquoted(answer["ETag"]),
            size=answer["ContentLength"],
            metadata=answer["Metadata"],
            body=answer["Body"],
        )

    def read(self, key: str) -> bytes:
        """GET an object with its body, the first time."""
        if key not in self.assets:
            with _store_errors():
                answer = self.client.get_object(Bucket=self.bucket, Key=key)
                self.assets[key] = answer["Body"].read()
        return self.assets[key]

    def source_etag(self, key: str) -> str | None:
        """HEAD a source; None when it is absent."""
        head = self.head_output(key)
        return head.etag if head else None

    def write_output(
        self, key: str, rendition: Rendition, origin: Origin, replaces: Output | None
    ) -> None:
        """PUT with If-Match on the ETag seen, or If-None-Match: * where nothing was."""
        request: PutObjectRequestTypeDef = {
            "Bucket": self.bucket,
            "Key": key,
            "Body": rendition.data,
            "ContentType": rendition.content_type,
            "Metadata": {
                SOURCE_ETAG: origin.source_etag or "",
                RECIPE_ID: origin.recipe_id or "",
            },
        }
        if rendition.variant.cache_control:
            request["CacheControl"] = rendition.variant.cache_control
        if replaces:
            request["IfMatch"] = _quoted(replaces.etag)
        else:
            request["IfNoneMatch"] = "*"
        with _store_errors():
            try:
                self.client.put_object(**request)
            except ClientError as error:
                if _code(error) in _REFUSED:
                    raise Refused(key) from error
                raise


@contextmanager
def _store_errors() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        raise StoreError(_code(error), str(error)) from error
    except BotoCoreError as error:
        raise StoreError(type(error).__name__, str(error)) from error


def _code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "Unknown")


def _quoted(etag: str) -> str:
    return f'"{etag}"'


def _unquoted(etag: str) -> str:
    return etag.strip('"')
