"""The trigger for direct invocations: `{"keys": ["uploads/a.jpg"]}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thumbnailer.triggers.invocation import Job
from thumbnailer.triggers.s3_events import keys_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thumbnailer.triggers.invocation import Invocation

_TOLD = ("key", "outcome", "reason", "detail", "outputs", "removed", "milliseconds")


def handle_keys(event: Mapping[str, Any], invocation: Invocation) -> dict[str, Any]:
    """Settle every key, and return their outcomes, with the fields of the log lines.

    Args:
        event: contains `keys`, and `bucket` if it is not the bucket of the deployment.
        invocation: the invocation.

    Raises:
        MalformedEvent: if `keys` is not a list of keys.
    """
    hints = keys_in(event, invocation.bucket)
    job = Job(invocation.log.request_id, lambda: hints)
    lines = {end.line["key"]: end.line for end in invocation.settle([job])}
    return {
        "results": [
            {name: lines[key][name] for name in _TOLD if name in lines[key]}
            for key in (hint.source.key for hint in hints)
        ]
    }
