"""Whether a deployed function runs, and if not, why."""

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from tools.errors import ToolError
from tools.local_aws.endpoint import Endpoint

_LINES = 15  # of the log, at most
_SECONDS = 90  # for the function to start and to answer, an image's download included
_NOTHING: dict[str, Any] = {"Records": []}  # a batch without messages: it starts, and does nothing


def check(endpoint: Endpoint, outputs: dict[str, Any]) -> None:
    """Start the function, by an empty batch, before anybody waits for what it does.

    Args:
        endpoint: where it is deployed.
        outputs: of the deployment.

    Raises:
        ToolError: it does not run; the message tells its state, its error and its log.
    """
    answer = _invoked(endpoint, outputs["function_alias_arn"])
    if answer:
        raise ToolError(f"The function does not run.\n{_told(endpoint, outputs, answer)}")


def describe(endpoint: Endpoint, outputs: dict[str, Any]) -> str:
    """Tell what there is to know about a function that does not do its work.

    Args:
        endpoint: where it is deployed.
        outputs: of the deployment.

    Returns:
        Some lines: its state, its answer to an empty batch, the end of its log.
    """
    answer = _invoked(endpoint, outputs["function_alias_arn"])
    return _told(endpoint, outputs, answer or "no error: it starts")


def _invoked(endpoint: Endpoint, arn: str) -> str | None:
    """The error that an empty batch ends with; None where it is well."""
    functions = endpoint.client("lambda", read_timeout=_SECONDS, retries={"total_max_attempts": 1})
    try:
        answer = functions.invoke(FunctionName=arn, Payload=json.dumps(_NOTHING))
    except (ClientError, BotoCoreError) as error:
        return str(error)
    payload = str(answer["Payload"].read(), "utf-8", "replace")
    return f"{answer['FunctionError']}: {payload}" if "FunctionError" in answer else None


def _told(endpoint: Endpoint, outputs: dict[str, Any], answer: str) -> str:
    arn, group = outputs["function_alias_arn"], outputs["log_group_name"]
    lines = [f"{arn} on {endpoint.url}: {_state(endpoint, arn)}"]
    lines.append(f"Its answer to an empty batch: {answer}")
    log = _log(endpoint, group)
    lines.append(f"The end of its log, {group}:" if log else f"Its log, {group}, holds nothing.")
    return "\n".join([*lines, *(f"  {line}" for line in log)])


def _state(endpoint: Endpoint, arn: str) -> str:
    try:
        found = endpoint.client("lambda").get_function_configuration(FunctionName=arn)
    except (ClientError, BotoCoreError) as error:
        return str(error)
    parts = ("State", "StateReason", "LastUpdateStatus", "LastUpdateStatusReason", "Runtime")
    return ", ".join(f"{part} {found[part]}" for part in parts if found.get(part))


def _log(endpoint: Endpoint, group: str) -> list[str]:
    try:
        pages = (
            endpoint.client("logs").get_paginator("filter_log_events").paginate(logGroupName=group)
        )
        messages = [event["message"].rstrip() for page in pages for event in page["events"]]
    except (ClientError, BotoCoreError) as error:
        return [str(error)]
    return [line for message in messages for line in message.splitlines()][-_LINES:]
