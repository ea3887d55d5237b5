"""Selects the trigger of an event by its members."""

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
    """A trigger of the function.

    Attributes:
        invoker: its name in messages.
        member: the member that only events of this trigger have.
        handle: processes an event, and returns the response.
    """

    invoker: str
    member: str
    handle: Callable[[Mapping[str, Any], Invocation], Any]


def known_triggers(visibility: Visibility | None = None) -> tuple[Trigger, ...]:
    """All triggers of the function.

    Args:
        visibility: changes the visibility timeout of failed messages; None to leave it unchanged.
    """
    return (
        Trigger("SQS", "Records", partial(handle_batch, visibility=visibility)),
        Trigger("S3 Batch Operations", "tasks", handle_tasks),
        Trigger('a direct invocation, {"keys": ["uploads/a.jpg"]}', "keys", handle_keys),
    )


def handle(event: Mapping[str, Any], invocation: Invocation, triggers: tuple[Trigger, ...]) -> Any:
    """Pass an event to its trigger.

    Raises:
        ValueError: if the event is not of a known trigger.
    """
    for trigger in triggers:
        if trigger.member in event:
            return trigger.handle(event, invocation)
    known = ", ".join(f"{trigger.invoker} ({trigger.member})" for trigger in triggers)
    raise ValueError(f"unknown event with the members {sorted(event)}; known triggers: {known}")
