"""The Runtime API as tests use it: one event at a time, and its answer."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

from tools.local_aws import runtime_api
from tools.local_aws.runtime_api import Invocation

_ARN = "arn:aws:lambda:us-east-1:000000000000:function:thumbnailer"
_TIMEOUT_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """What the function sent: to `.../response`, `.../error` or `init/error`."""

    kind: str
    body: Any


class RuntimeApi(runtime_api.RuntimeApi):
    def invoke(self, event: dict[str, Any]) -> Answer:
        """Hand an event to the function and wait for its answer."""
        deadline = time.time() + _TIMEOUT_SECONDS
        self.put(Invocation(json.dumps(event).encode(), "request-1", _ARN, deadline))
        return self.answer()

    def answer(self) -> Answer:
        """Wait for whatever the function answers next."""
        while said := self.hear(_TIMEOUT_SECONDS):
            if said.kind != runtime_api.READY:
                return Answer(said.kind, json.loads(said.body))
        raise AssertionError(f"the function said nothing in {_TIMEOUT_SECONDS} seconds")
