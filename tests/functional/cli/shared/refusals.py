"""AWS refuses a request."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError


def refused(code: str, status: int = 403) -> Any:
    def call(_: Any, operation: str, __: Any) -> None:
        answer: Any = {
            "Error": {"Code": code, "Message": "no\nreally"},
            "ResponseMetadata": {"HTTPStatusCode": status},
        }
        raise ClientError(answer, operation)

    return call
