"""SQS's message move tasks, which moto lacks, in front of moto's queues.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import botocore.client
import pytest
from botocore.exceptions import ClientError


@dataclass
class MoveTasks:
    """Tasks of one dead-letter queue, the newest last; one moves a few messages per look at it.

    Attributes:
        supported: whether the endpoint has them at all.
        step: messages that a task moves between two looks.
        before_look: called before each look at the tasks.
    """

    supported: bool = True
    step: int = 10
    before_look: Callable[[], None] = lambda: None
    tasks: list[dict[str, Any]] = field(default_factory=list)

    def install(self, monkeypatch: pytest.MonkeyPatch) -> MoveTasks:
        """Answer the requests about tasks of every client; others go on to moto."""
        kind: Any = botocore.client.BaseClient
        original = kind._make_api_call
        own = {
            "StartMessageMoveTask": self._start,
            "ListMessageMoveTasks": self._list,
            "CancelMessageMoveTask": self._cancel,
        }

        def call(client: Any, operation: str, request: dict[str, Any]) -> Any:
            if operation in own and not self.supported:
                raise _refusal("InvalidAction", "no such action", operation)
            if operation in own:
                return own[operation](client, request)
            return original(client, operation, request)

        monkeypatch.setattr(kind, "_make_api_call", call)
        return self

    @property
    def running(self) -> dict[str, Any] | None:
        """The task that runs."""
        return next((task for task in self.tasks if task["Status"] == "RUNNING"), None)

    def _start(self, _: Any, request: dict[str, Any]) -> dict[str, Any]:
        if self.running:
            text = "There is already a task running. Only one active task is allowed for a source."
            raise _refusal("UnsupportedOperation", text, "StartMessageMoveTask")
        handle = f"task-{len(self.tasks)}"
        self.tasks.append(
            {
                **request,
                "TaskHandle": handle,
                "Status": "RUNNING",
                "ApproximateNumberOfMessagesMoved": 0,
            }
        )
        return {"TaskHandle": handle}

    def _list(self, client: Any, request: dict[str, Any]) -> dict[str, Any]:
        self.before_look()
        if self.running:
            self._move(client, self.running)
        found = [t for t in self.tasks if t["SourceArn"] == request["SourceArn"]]
        return {"Results": [dict(task) for task in found[: -request["MaxResults"] - 1 : -1]]}

    def _cancel(self, _: Any, request: dict[str, Any]) -> dict[str, Any]:
        (task,) = (t for t in self.tasks if t.get("TaskHandle") == request["TaskHandle"])
        task["Status"] = "CANCELLED"
        return {"ApproximateNumberOfMessagesMoved": task["ApproximateNumberOfMessagesMoved"]}

    def _move(self, client: Any, task: dict[str, Any]) -> None:
        source, destination = (
            client.get_queue_url(QueueName=task[name].rpartition(":")[2])["QueueUrl"]
            for name in ("SourceArn", "DestinationArn")
        )
        for _ in range(self.step):
            messages = client.receive_message(QueueUrl=source).get("Messages", [])
            if not messages:
                task["Status"] = "COMPLETED"
                return
            for message in messages:
                client.send_message(QueueUrl=destination, MessageBody=message["Body"])
                client.delete_message(QueueUrl=source, ReceiptHandle=message["ReceiptHandle"])
                task["ApproximateNumberOfMessagesMoved"] += 1


def _refusal(code: str, text: str, operation: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": text}}, operation)
