"""Reads the function's log lines back from CloudWatch Logs."""

import json
from typing import Any


def read(logs: Any, group: str) -> list[dict[str, Any]]:
    """All lines that the function wrote about sources, oldest first.

    Args:
        logs: a CloudWatch Logs client.
        group: the log group's name.
    """
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group)
    messages = [event["message"] for page in pages for event in page["events"]]
    return [line for line in map(_parsed, messages) if "outcome" in line]


def _parsed(message: str) -> dict[str, Any]:
    # Lambda's own lines (START, REPORT) are no JSON objects of ours.
    try:
        line = json.loads(message)
    except ValueError:
        return {}
    return line if isinstance(line, dict) else {}
