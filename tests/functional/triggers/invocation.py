"""An invocation with a batch of messages, on a bucket in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from thumbnailer.results.log_line import Log
from thumbnailer.settling.ports import StoreError
from thumbnailer.settling.service import Service
from thumbnailer.triggers.invocation import Invocation
from thumbnailer.triggers.sqs import BatchResponse, handle_batch
from tools.samples.memory_store import MemoryStore
from tools.samples.messages import BUCKET, QUEUE_ARN, s3_event, sqs_event
from tools.samples.recipes import deployed, recipe


class Visibilities:
    """When messages come back, by receipt handle; or an error for whoever says so."""

    def __init__(self, error: Exception | None = None) -> None:
        self.seconds: dict[str, int] = {}
        self.calls = 0
        self.error = error

    def change(
        self, queue_arn: str, seconds: Mapping[str, int], in_time: Callable[[], bool]
    ) -> None:
        self.calls += 1
        assert queue_arn == QUEUE_ARN
        assert in_time()
        if self.error:
            raise self.error
        self.seconds.update(seconds)


class Run:
    """One invocation: its answer and its log lines."""

    def __init__(
        self,
        event: dict[str, Any],
        store: MemoryStore,
        remaining: Callable[[], int] = lambda: 60_000,
        visibility: Visibilities | None = None,
    ) -> None:
        self.lines: list[dict[str, Any]] = []
        settings = deployed(recipe(), bucket=BUCKET)
        log = Log("miniblog-thumbnails", "request-1", self.lines.append, lambda: 0.0)
        invocation = Invocation(Service(settings, store), log, remaining)
        self.response: BatchResponse = handle_batch(event, invocation, visibility, lambda: 0)
        self.warnings = [line["message"] for line in self.lines if "message_id" not in line]
        self.lines = [line for line in self.lines if "message_id" in line]
        self.lines.sort(key=lambda line: (line["message_id"], line.get("key", "")))

    @property
    def ends(self) -> list[tuple[str, str]]:
        return [(line["outcome"], line["reason"]) for line in self.lines]

    @property
    def failed(self) -> list[str]:
        return [item["itemIdentifier"] for item in self.response["batchItemFailures"]]


def store_with(**objects: bytes) -> MemoryStore:
    store = MemoryStore()
    for name, data in objects.items():
        store.put(f"uploads/{name}.png", data)
    return store


def event_of(*names: str, receives: Sequence[int] = ()) -> dict[str, Any]:
    return sqs_event(*(s3_event(f"uploads/{name}.png") for name in names), receives=receives)


def failing(*calls: str, error: Exception | None = None) -> Callable[[str], None]:
    def fail(call: str) -> None:
        if call.startswith(calls):
            raise error or StoreError("SlowDown", "no")

    return fail
