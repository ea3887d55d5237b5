"""Rejected sources, found in the function's log where the deployment writes no reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from thumbnailer.config.settings import OnDelete
from thumbnailer_cli.audit.findings import Finding, Found
from thumbnailer_cli.audit.inventory import Inventory
from thumbnailer_cli.shared.aws.logs import Logs
from thumbnailer_cli.shared.deployment import Deployment
from thumbnailer_cli.shared.errors import CommandError
from thumbnailer_cli.shared.text import counted

# What is read of the log at most: each request searches about a megabyte of it.
_LOG_REQUESTS = 300


def explain_by_log(
    logs: Logs, deployment: Deployment, inventory: Inventory, advance: Callable[[int], None]
) -> str | None:
    """Look for sources without outputs in the function's log, where there are no reports.

    One that the log says this recipe has rejected, as it is now, has that as its only finding.

    Args:
        logs: the client.
        deployment: what is audited.
        inventory: holds the findings.
        advance: is called with the number of lines of each request.

    Returns:
        Why not all of them could be looked for; None when they could.
    """
    # Where they are kept, outputs of an older source are as they should be.
    explained = [Finding.MISSING]
    if deployment.on_delete is OnDelete.KEEP:
        explained.append(Finding.STALE)
    since = inventory.first_modified(*explained)
    if since is None:
        return None
    if deployment.log_group is None:
        return 'there is no output "log_group_name"'
    try:
        pages = logs.rejections(
            deployment.log_group, deployment.recipe.id, datetime.fromtimestamp(since, UTC)
        )
        for number, page in enumerate(pages):
            if number == _LOG_REQUESTS:
                return f"the log is longer than {counted(_LOG_REQUESTS, 'request')} can read"
            for line in page:
                detail = f"{line.get('reason')}: {line.get('detail')}"
                found = Found(Finding.REJECTED, line.get("key"), None, None, detail)
                inventory.replace_findings(found, str(line.get("source_etag")), *explained)
            advance(len(page))
    except CommandError as error:
        return str(error)
    return None
