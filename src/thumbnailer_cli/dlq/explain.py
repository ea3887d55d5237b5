"""Why messages are in the dead-letter queue: from their bodies and from the function's log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from thumbnailer.results.outcome import Outcome
from thumbnailer.triggers.s3_events import MalformedEvent, hints_in
from thumbnailer_cli.shared.aws.sqs import Message
from thumbnailer_cli.shared.deployment import Deployment

FOREIGN = "foreign_source"
# Reasons in addition to those in the function's log.
NOT_LOGGED = "not_logged"
LOG_UNREADABLE = "log_unreadable"

_SILENT = (
    "the log has no lines about it: the function was stopped (timeout, memory) or did not start, or"
    " the lines have expired"
)


@dataclass(frozen=True)
class Explained:
    """A message, its sources, and the reason for its failure.

    Attributes:
        message: the message.
        keys: the keys of the sources that it names.
        reason: the reason, as in the function's log.
        detail: a description for people.
    """

    message: Message
    keys: tuple[str, ...]
    reason: str
    detail: str


def explain(
    messages: Sequence[Message],
    lines: Iterable[Mapping[str, Any]] | str,
    deployment: Deployment,
) -> list[Explained]:
    """Explain messages.

    Args:
        messages: the messages.
        lines: the lines of the function's log, oldest first; or why they are not available.
        deployment: the deployment that the messages should belong to.
    """
    last: dict[str, Mapping[str, Any]] = {}
    if not isinstance(lines, str):
        for line in lines:
            if line.get("outcome") == Outcome.FAILED:
                last[str(line.get("message_id"))] = line
    silent = (LOG_UNREADABLE, lines) if isinstance(lines, str) else (NOT_LOGGED, _SILENT)
    return [_explained(x, last.get(x.message_id), silent, deployment) for x in messages]


def by_reason(explained: Iterable[Explained]) -> Counter[str]:
    """The number of messages with each reason."""
    return Counter(one.reason for one in explained)


def _explained(
    message: Message,
    line: Mapping[str, Any] | None,
    silent: tuple[str, str],
    deployment: Deployment,
) -> Explained:
    try:
        refs = [hint.source for hint in hints_in(message.body, deployment.bucket)]
    except MalformedEvent as error:
        return Explained(message, (), MalformedEvent.code, str(error))
    keys = tuple(ref.key for ref in refs)
    if line is not None:
        return Explained(message, keys, str(line.get("reason")), str(line.get("detail") or ""))
    foreign = [
        f"s3://{ref.bucket}/{ref.key}"
        for ref in refs
        if ref.bucket != deployment.bucket or not ref.key.startswith(deployment.uploads_prefix)
    ]
    if foreign:
        where = f"s3://{deployment.bucket}/{deployment.uploads_prefix}"
        return Explained(message, keys, FOREIGN, f"{foreign[0]} is not below {where}")
    return Explained(message, keys, *silent)
