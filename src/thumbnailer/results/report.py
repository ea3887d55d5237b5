"""The report of a rejected source, for the application that uploaded it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from thumbnailer.config.keys import MAX_KEY_BYTES
from thumbnailer.results.objects import Content

if TYPE_CHECKING:
    from thumbnailer.config.settings import Settings
    from thumbnailer.results.outcome import Settlement

VERSION = 1


def report_key(source_key: str, rejected_prefix: str | None) -> str | None:
    """Where the report of a source lies; None for no reports, and where S3 has no such key."""
    if rejected_prefix is None:
        return None
    key = f"{rejected_prefix}{source_key}.json"
    return key if len(key.encode()) <= MAX_KEY_BYTES else None


def rejection_report(settlement: Settlement, key: str, settings: Settings) -> Content:
    """The report of one rejected source: what was rejected, and why."""
    document = {
        "version": VERSION,
        "outcome": settlement.outcome,
        "reason": settlement.reason,
        "detail": settlement.detail,
        "recipe_id": settings.recipe.id,
        "source": {
            "bucket": settings.bucket,
            "key": key,
            "etag": settlement.source_etag,
            "bytes": settlement.source_bytes,
        },
    }
    return Content(json.dumps(document, ensure_ascii=False).encode(), "application/json")
