"""The S3 buckets behind `ports.Store`."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from thumbnailer.aws import client as aws
from thumbnailer.aws.client import error_code, store_errors
from thumbnailer.results.objects import Origin, Output
from thumbnailer.settling.ports import Refused, StoreError, Unanswered, Unchanged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from botocore.response import StreamingBody
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import (
        GetObjectRequestTypeDef,
        HeadObjectOutputTypeDef,
        PutObjectRequestTypeDef,
    )

    from thumbnailer.results.objects import Content

# The names of an output's metadata; part of what a deployment leaves behind, so they stay.
SOURCE_ETAG, VARIANT_ID, RECIPE_ID = "source-etag", "variant-id", "recipe-id"
WIDTH, HEIGHT = "width", "height"

ABSENT = {"404", "NoSuchKey", "NotFound"}
_NOT_MODIFIED = {"304", "NotModified"}
# If-Match answers 404 when the object is gone by now, and 409 when another write is under way:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
REFUSED = {"412", "PreconditionFailed", "409", "ConditionalRequestConflict"} | ABSENT

# What older versions of botocore lack of what S3Store asks for.
_CONDITIONS = {"PutObject": ("IfMatch", "IfNoneMatch"), "DeleteObject": ("IfMatch",)}


def s3_client(connections: int) -> S3Client:
    """The client of an S3Store.

    Args:
        connections: how many requests there are at a time.

    Raises:
        BotocoreTooOld: when the runtime's botocore has no conditional writes.
    """
    client: S3Client = aws.client("s3", connections)
    aws.require(client, _CONDITIONS)
    for operation in _CONDITIONS:
        aws.stop_unanswered(client, operation)
    # After botocore's own handler, which adds it.
    client.meta.events.register_last("before-call.s3", _at_once)
    return client


def _at_once(params: dict[str, Any], **_: object) -> None:
    """Send a body with its head: to ask first costs a round trip, and thumbnails are small."""
    params["headers"].pop("Expect", None)


@dataclass(frozen=True)
class S3Source:
    """The answer to a GET, its body not yet read."""

    etag: str
    size: int
    metadata: Mapping[str, str]
    body: StreamingBody

    def read(self) -> bytes:
        """All bytes; botocore compares their number and checksum with what S3 announced."""
        with store_errors():
            return self.body.read()

    def close(self) -> None:
        """Give the connection up, read or not."""
        self.body.close()


@dataclass(frozen=True)
class S3Store:
    """The bucket of the sources and that of the outputs, which may be one.

    `assets` are the objects that recipes refer to, as far as they have been read: they stay as long
    as the process, so a changed one needs another key.
    """

    client: S3Client
    bucket: str
    destination_bucket: str
    assets: dict[str, bytes] = field(default_factory=dict, compare=False)

    def head_output(self, key: str) -> Output | None:
        """HEAD an output; None when there is none."""
        head = self._head(self.destination_bucket, key)
        if head is None:
            return None
        metadata = head["Metadata"]
        return Output(
            etag=unquoted(head["ETag"]),
            origin=origin_of(metadata),
            bytes=head["ContentLength"],
            content_type=head["ContentType"],
            width=_number(metadata.get(WIDTH)),
            height=_number(metadata.get(HEIGHT)),
        )

    def open_source(self, key: str, unless_etag: str | None) -> S3Source | Unchanged | None:
        """GET a source, with If-None-Match where an ETag is given; the body is not read yet."""
        request: GetObjectRequestTypeDef = {"Bucket": self.bucket, "Key": key}
        if unless_etag:
            request["IfNoneMatch"] = _quoted(unless_etag)
        with store_errors():
            try:
                answer = self.client.get_object(**request)
            except ClientError as error:
                if error_code(error) in ABSENT:
                    return None
                if error_code(error) in _NOT_MODIFIED:
                    return Unchanged()
                raise
        return S3Source(
            etag=unquoted(answer["ETag"]),
            size=answer["ContentLength"],
            metadata=answer["Metadata"],
            body=answer["Body"],
        )

    def read(self, key: str) -> bytes:
        """GET an object with its body, the first time."""
        if key not in self.assets:
            with store_errors():
                try:
                    answer = self.client.get_object(Bucket=self.bucket, Key=key)
                except ClientError as error:
                    if error_code(error) in ABSENT:
                        # S3's own sentence does not say which key.
                        text = f"the recipe needs s3://{self.bucket}/{key}, and there is none"
                        raise StoreError(error_code(error), text) from error
                    raise
                self.assets[key] = answer["Body"].read()
        return self.assets[key]

    def source_etag(self, key: str) -> str | None:
        """HEAD a source; None when it is absent."""
        head = self._head(self.bucket, key)
        return unquoted(head["ETag"]) if head else None

    def write_output(
        self, key: str, content: Content, origin: Origin, replaces: Output | None
    ) -> Output:
        """PUT with If-Match on the ETag seen, or If-None-Match: * where nothing was."""
        about = {
            SOURCE_ETAG: origin.source_etag,
            VARIANT_ID: origin.variant_id,
            RECIPE_ID: origin.recipe_id,
            WIDTH: content.width,
            HEIGHT: content.height,
        }
        request: PutObjectRequestTypeDef = {
            "Bucket": self.destination_bucket,
            "Key": key,
            "Body": content.data,
            "ContentType": content.content_type,
            "Metadata": {name: str(value) for name, value in about.items() if value is not None},
        }
        if content.cache_control:
            request["CacheControl"] = content.cache_control
        if replaces:
            request["IfMatch"] = _quoted(replaces.etag)
        else:
            request["IfNoneMatch"] = "*"
        with _writing(key):
            answer = self.client.put_object(**request)
        return Output(
            unquoted(answer["ETag"]),
            origin,
            len(content.data),
            content.content_type,
            content.width,
            content.height,
        )

    def remove_output(self, key: str, seen: Output) -> None:
        """DELETE with If-Match on the ETag seen."""
        with _writing(key):
            self.client.delete_object(
                Bucket=self.destination_bucket, Key=key, IfMatch=_quoted(seen.etag)
            )

    def _head(self, bucket: str, key: str) -> HeadObjectOutputTypeDef | None:
        with store_errors():
            try:
                return self.client.head_object(Bucket=bucket, Key=key)
            except ClientError as error:
                if error_code(error) in ABSENT:
                    return None
                raise


@contextmanager
def _writing(key: str) -> Iterator[None]:
    try:
        with store_errors():
            yield
    except StoreError as error:
        if error.code in REFUSED and not isinstance(error, Unanswered):
            raise Refused(key) from error
        raise
    except Exception as error:  # an answer that cannot be read, for example
        raise Unanswered(type(error).__name__, str(error)) from error


def _quoted(etag: str) -> str:
    return f'"{etag}"'


def unquoted(etag: str) -> str:
    """An ETag without the quotes that S3 puts around it."""
    return etag.strip('"')


def origin_of(metadata: Mapping[str, str]) -> Origin:
    """What an object's metadata say that it was made from and by."""
    return Origin(metadata.get(SOURCE_ETAG), metadata.get(VARIANT_ID), metadata.get(RECIPE_ID))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None
