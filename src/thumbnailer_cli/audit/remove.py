"""Deletes orphaned and unclaimed objects."""

from __future__ import annotations

from collections.abc import Iterator

from thumbnailer_cli.audit.findings import Finding, Found
from thumbnailer_cli.audit.inventory import Inventory
from thumbnailer_cli.audit.parallel import in_order
from thumbnailer_cli.shared.aws.s3 import CONNECTIONS, S3, Head
from thumbnailer_cli.shared.deployment import Deployment


def remove_leftovers(
    s3: S3, deployment: Deployment, inventory: Inventory, *, dry_run: bool
) -> Iterator[bool]:
    """Delete orphaned and unclaimed objects; yields for each whether it is (or would be) deleted.

    Deletes an object only if it has the metadata that the function writes, has not changed since
    it was listed, and its source still does not exist.
    """

    def remove(found: tuple[Found, str | None]) -> bool:
        one, etag = found
        if one.output is None:
            return False
        head = s3.head(deployment.destination, one.output)
        if head is None or head.etag != etag or not _is_ours(head):
            return False
        if one.source and s3.head(deployment.bucket, one.source):
            return False
        return dry_run or s3.delete(deployment.destination, one.output, head.etag)

    leftovers = inventory.findings(Finding.ORPHANED, Finding.UNCLAIMED)
    return in_order(remove, leftovers, CONNECTIONS)


def _is_ours(head: Head) -> bool:
    origin = head.origin
    return bool(origin.source_etag and (origin.variant_id or origin.recipe_id))
