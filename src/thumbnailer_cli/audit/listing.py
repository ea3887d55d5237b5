"""Lists the sources, outputs, and reports of a deployment."""

from __future__ import annotations

from collections.abc import Callable

from thumbnailer.results.report import report_key
from thumbnailer_cli.audit.findings import REPORT, Source
from thumbnailer_cli.audit.inventory import Inventory, OutputRow
from thumbnailer_cli.audit.inverse import claim
from thumbnailer_cli.shared.aws.s3 import S3, Listed
from thumbnailer_cli.shared.deployment import Deployment, is_folder


def list_all(
    s3: S3, deployment: Deployment, inventory: Inventory, advance: Callable[[int], None]
) -> int:
    """List sources, outputs, and reports, and add them to an inventory.

    Args:
        s3: the client.
        deployment: the deployment to list.
        inventory: the inventory to add to.
        advance: called with the number of keys of each page.

    Returns:
        The number of requests.
    """
    lists = 0
    for page in s3.list_pages(deployment.bucket, deployment.uploads_prefix):
        lists += 1
        inventory.add_sources(
            (Source(o.key, o.etag, o.modified), deployment.is_source(o.key, o.size))
            for o in page
            if not is_folder(o.key, o.size)
        )
        advance(len(page))
    for prefix in output_prefixes(deployment):
        for page in s3.list_pages(deployment.destination, prefix):
            lists += 1
            inventory.add_outputs(row for o in page if (row := _row(o, deployment)))
            advance(len(page))
    inventory.index()
    return lists


def output_prefixes(deployment: Deployment) -> list[str]:
    """The prefixes of outputs and reports, without those inside another, to list each key once."""
    prefixes = [variant.key.prefix for variant in deployment.recipe.variants]
    prefixes += [deployment.rejected_prefix] if deployment.rejected_prefix else []
    found: list[str] = []
    for prefix in sorted(prefixes):  # one that covers another sorts before it
        if not (found and prefix.startswith(found[-1])):
            found.append(prefix)
    return found


def _row(listed: Listed, deployment: Deployment) -> OutputRow | None:
    """The row for an object below an output prefix; None for folders and the watermark."""
    key = listed.key
    watermark = deployment.recipe.watermark
    if is_folder(key, listed.size):
        return None
    if watermark and key == watermark.image and deployment.bucket == deployment.destination:
        return None
    about = (key, listed.etag, listed.modified)
    prefix = deployment.rejected_prefix
    if prefix and key.startswith(prefix):
        source = key.removeprefix(prefix).removesuffix(".json")
        if source.startswith(deployment.uploads_prefix) and report_key(source, prefix) == key:
            return OutputRow(*about, source, REPORT)
    claimed = claim(key, deployment.recipe, deployment.uploads_prefix)
    if claimed is None:
        return OutputRow(*about, None, None)
    return OutputRow(*about, claimed.source, claimed.variant)
