"""Who invokes the function, told by the shape of the event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thumbnailer.triggers.batch_operations import handle_tasks
from thumbnailer.triggers.direct import handle_keys
from thumbnailer.triggers.sqs import handle_batch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from thumbnailer.results.log_line import Log
    from thumbnailer.settling.service import Service

_ADAPTERS: dict[str, Callable[..., Any]] = {
    "Records": handle_batch,
    "tasks": handle_tasks,
    "keys": handle_keys,
}


def handle(
    event: Mapping[str, Any], service: Service, log: Log, remaining: Callable[[], int]
) -> Any:
    """Hand an event to its adapter.

    Raises:
        ValueError: when it is of none of the kinds that are understood.
    """
    for name, adapter in _ADAPTERS.items():
        if name in event:
            return adapter(event, service, log, remaining)
    raise ValueError(
        f"an event with {sorted(event)} is none of SQS (Records), of S3 Batch Operations (tasks)"
        ' and no direct one ({"keys": ["uploads/a.jpg"]})'
    )
