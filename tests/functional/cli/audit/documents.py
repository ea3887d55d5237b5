"""What an audit says as JSON."""

from __future__ import annotations

from typing import Any

AWKWARD = "uploads/Été +1 %2B/a b&c.JPG"


def findings(document: dict[str, Any]) -> set[tuple[str, str | None, str | None]]:
    return {(f["reason"], f["key"], f["output"]) for f in document["findings"]}
