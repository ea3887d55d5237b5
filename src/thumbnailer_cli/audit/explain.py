"""Finds rejected sources in the function's log when the deployment writes no reports."""

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

# The maximum number of requests; each searches about one megabyte of the log.
_LOG_REQUESTS = 300


def explain_by_log(
    logs: Logs, deployment: Deployment, inventory: Inventory, advance: Callable[[int], None]
) -> str | None:
    """Search the function's log for sources without outputs, if the deployment writes no reports.

    If the current recipe rejected the current source, the finding `rejected` replaces the others.

    Args:
        logs: the client.
        deployment: the deployment to audit.
        inventory: contains the findings.
        advance: called with the number of lines of each request.

    Returns:
        Why the search is incomplete; None if it is complete.
    """
    # With on_delete = "keep", outputs of an older source are expected.
    explained = [Finding.MISSING]
    if deployment.on_delete is OnDelete.KEEP:
        explained.append(Finding.STALE)
    since = inventory.first_modified(*explained)
    if since is None:
        return None
    if deployment.log_group is None:
        return 'the output "log_group_name" is missing'
    try:
        pages = logs.rejections(
            deployment.log_group, deployment.recipe.id, datetime.fromtimestamp(since, UTC)
        )
        for number, page in enumerate(pages):
            if number == _LOG_REQUESTS:
                return f"the log is too long to read with {counted(_LOG_REQUESTS, 'request')}"
            for line in page:
                detail = f"{line.get('reason')}: {line.get('detail')}"
                found = Found(Finding.REJECTED, line.get("key"), None, None, detail)
                inventory.replace_findings(found, str(line.get("source_etag")), *explained)
            advance(len(page))
    except CommandError as error:
        return str(error)
    return None
