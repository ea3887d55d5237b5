"""Reads the function's log lines back from CloudWatch Logs."""

import json
import time
from typing import Any

_PAUSE_SECONDS = 0.02


def read(logs: Any, group: str) -> list[dict[str, Any]]:
    """All lines that the function wrote about sources, oldest first.

    Args:
        logs: a CloudWatch Logs client.
        group: the log group's name.
    """
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group)
    messages = [event["message"] for page in pages for event in page["events"]]
    return [line for line in map(_parsed, messages) if "outcome" in line]


def wait(logs: Any, group: str, key: str, seconds: float) -> dict[str, Any] | None:
    """Wait for the first line about a source.

    Args:
        logs: a CloudWatch Logs client.
        group: the log group's name.
        key: of the source.
        seconds: to wait.

    Returns:
        The line; None when there is none in that time.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for line in read(logs, group):
            if line.get("key") == key:
                return line
        time.sleep(_PAUSE_SECONDS)
    return None


def _parsed(message: str) -> dict[str, Any]:
    # Lambda's own lines (START, REPORT) are no JSON objects of ours.
    try:
        line = json.loads(message)
    except ValueError:
        return {}
    return line if isinstance(line, dict) else {}
