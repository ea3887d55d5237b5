"""Who invokes the function, told by the shape of the event."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from thumbnailer.triggers.batch_operations import handle_tasks
from thumbnailer.triggers.direct import handle_keys
from thumbnailer.triggers.sqs import handle_batch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from thumbnailer.triggers.invocation import Invocation
    from thumbnailer.triggers.sqs import Visibility


class Trigger(NamedTuple):
    """One way to invoke the function.

    Attributes:
        invoker: who does so, for people.
        member: what only the events of this invoker have.
        handle: takes an event, and gives the answer.
    """

    invoker: str
    member: str
    handle: Callable[[Mapping[str, Any], Invocation], Any]


def known_triggers(visibility: Visibility | None = None) -> tuple[Trigger, ...]:
    """All that may invoke the function.

    Args:
        visibility: of messages that come back; None: they wait for their visibility timeout.
    """
    return (
        Trigger("SQS", "Records", partial(handle_batch, visibility=visibility)),
        Trigger("S3 Batch Operations", "tasks", handle_tasks),
        Trigger('a direct one, {"keys": ["uploads/a.jpg"]}', "keys", handle_keys),
    )


def handle(event: Mapping[str, Any], invocation: Invocation, triggers: tuple[Trigger, ...]) -> Any:
    """Hand an event to its trigger.

    Raises:
        ValueError: when it is of none of the kinds that are understood.
    """
    for trigger in triggers:
        if trigger.member in event:
            return trigger.handle(event, invocation)
    known = ", ".join(f"{trigger.invoker} ({trigger.member})" for trigger in triggers)
    raise ValueError(f"an event with {sorted(event)} is none of {known}")
