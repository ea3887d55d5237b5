"""The requests to CloudWatch Logs, for lines that the function wrote to its log group."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from thumbnailer_cli.shared.aws.errors import each_page
from thumbnailer_cli.shared.batched import batched

if TYPE_CHECKING:
    from mypy_boto3_logs import CloudWatchLogsClient

# A pattern can have 1,024 characters, and each alternative with an ID has about 58:
# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
_IDS_PER_PATTERN = 15


class Logs:
    """The log lines of a function."""

    def __init__(self, client: CloudWatchLogsClient) -> None:
        self._client = client

    def of_messages(
        self, group: str, message_ids: Sequence[str], since: datetime
    ) -> Iterator[Mapping[str, Any]]:
        """The function's log lines about some messages, oldest first for each message."""
        for ids in batched(message_ids, _IDS_PER_PATTERN):
            pattern = " || ".join(f'($.message_id = "{i}")' for i in ids)
            for page in self._pages(group, f"{{ {pattern} }}", since):
                # Emulators do not support every pattern, so lines are filtered again here.
                yield from (line for line in page if line.get("message_id") in ids)

    def rejections(
        self, group: str, recipe_id: str, since: datetime
    ) -> Iterator[list[Mapping[str, Any]]]:
        """The log lines about sources that the recipe rejected; yields those of each request."""
        pattern = f'{{ $.outcome = "rejected" && $.recipe_id = "{recipe_id}" }}'
        for page in self._pages(group, pattern, since):
            wanted = ("rejected", recipe_id)
            yield [x for x in page if (x.get("outcome"), x.get("recipe_id")) == wanted]

    def _pages(
        self, group: str, pattern: str, since: datetime
    ) -> Iterator[list[Mapping[str, Any]]]:
        pages = self._client.get_paginator("filter_log_events").paginate(
            logGroupName=group,
            startTime=int(since.timestamp() * 1000),
            filterPattern=pattern,
        )
        tried = f"cannot read the log group {group}"
        for page in each_page(pages, tried, "logs:FilterLogEvents on it"):
            yield [_parsed(event.get("message", "")) for event in page["events"]]


def _parsed(message: str) -> Mapping[str, Any]:
    try:
        line = json.loads(message)
    except ValueError:
        return {}
    return line if isinstance(line, dict) else {}
