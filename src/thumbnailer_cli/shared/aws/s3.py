"""The requests to S3."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from thumbnailer.aws.client import error_code
from thumbnailer.aws.s3 import ABSENT, REFUSED, origin_of, unquoted
from thumbnailer.results.objects import Origin
from thumbnailer_cli.shared.aws.errors import command_errors, each_page

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ListObjectsV2RequestPaginateTypeDef

# Parallel requests. S3 supports 5,500 HEAD requests per second and prefix.
CONNECTIONS = 32


@dataclass(frozen=True)
class Listed:
    """One object of a listing: the ETag without quotes, the time in seconds since 1970."""

    key: str
    etag: str
    size: int
    modified: float


@dataclass(frozen=True)
class Head:
    """The ETag of an object, and its origin."""

    etag: str
    origin: Origin


class S3:
    """Objects in buckets."""

    def __init__(self, client: S3Client) -> None:
        self._client = client

    def list_pages(self, bucket: str, prefix: str, after: str = "") -> Iterator[list[Listed]]:
        """The objects below a prefix in the order of their keys; yields those of each request.

        Args:
            bucket: the bucket.
            prefix: the prefix of the keys.
            after: list only keys after this one.
        """
        request: ListObjectsV2RequestPaginateTypeDef = {"Bucket": bucket, "Prefix": prefix}
        if after:
            request["StartAfter"] = after
        pages = self._client.get_paginator("list_objects_v2").paginate(**request)
        tried = f"cannot list s3://{bucket}/{prefix}"
        for page in each_page(pages, tried, f"s3:ListBucket on the bucket {bucket}"):
            yield [
                Listed(o["Key"], unquoted(o["ETag"]), o["Size"], o["LastModified"].timestamp())
                for o in page.get("Contents", [])
            ]

    def head(self, bucket: str, key: str) -> Head | None:
        """Send a HEAD request for an object; None if it does not exist."""
        with command_errors(
            f"cannot get the metadata of s3://{bucket}/{key}",
            f"s3:GetObject and s3:ListBucket on {bucket}",
        ):
            try:
                head = self._client.head_object(Bucket=bucket, Key=key)
            except ClientError as error:
                if error_code(error) in ABSENT:
                    return None
                raise
        return Head(unquoted(head["ETag"]), origin_of(head["Metadata"]))

    def delete(self, bucket: str, key: str, etag: str) -> bool:
        """Delete an object if it still has this ETag; returns False if it changed or is deleted."""
        with command_errors(f"cannot delete s3://{bucket}/{key}", f"s3:DeleteObject on {bucket}"):
            try:
                self._client.delete_object(Bucket=bucket, Key=key, IfMatch=f'"{etag}"')
            except ClientError as error:
                if error_code(error) in REFUSED:
                    return False
                raise
        return True
