"""The adapter for whoever invokes the function by hand: `{"keys": ["uploads/a.jpg"]}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thumbnailer.triggers.s3_events import sources_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from thumbnailer.results.log_line import Log
    from thumbnailer.settling.service import Service


def handle_keys(
    event: Mapping[str, Any], service: Service, log: Log, remaining: Callable[[], int]
) -> dict[str, Any]:
    """Settle every key, and tell how each ended, in the words of the log.

    Args:
        event: with `keys`, and `bucket` where it is not the deployment's own.
        service: the deployment.
        log: of the invocation.
        remaining: milliseconds left of the invocation.

    Raises:
        MalformedEvent: when `keys` is no list of keys.
    """
    refs = sources_of(event, service.settings.bucket)
    lines = {}
    for done in service.settle_all([(log.request_id, ref) for ref in refs], remaining):
        line = log.tell(done.token, done.ref, done.settlement, done.milliseconds)
        lines[done.ref] = {name: line[name] for name in _TOLD if name in line}
    return {"results": [lines[ref] for ref in refs]}


_TOLD = ("key", "outcome", "reason", "detail", "outputs", "removed", "milliseconds")
