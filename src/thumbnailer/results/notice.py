"""The completion notice of one source: what an application hears when its picture is settled.

One notice for every look at a source, so a source whose event came twice is told of twice; never
none, since a notice that could not be sent fails its message. docs/notices.md describes the fields;
those that are there do not change their meaning within a version.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thumbnailer.config.settings import Settings
    from thumbnailer.results.outcome import Settlement

VERSION = 1


class Notice(NamedTuple):
    """A message, and the attributes that subscribers can filter it by."""

    body: str
    attributes: Mapping[str, str]


def notice(key: str, settlement: Settlement, settings: Settings, now: float) -> Notice:
    """The notice of how a source ended.

    Args:
        key: of the source.
        settlement: settled or rejected.
        settings: of the deployment.
        now: seconds since 1970.
    """
    document = {
        "version": VERSION,
        "time": datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds"),
        "outcome": settlement.outcome,
        "reason": settlement.reason,
        "detail": settlement.detail,
        "recipe_id": settings.recipe.id,
        "source": {
            "bucket": settings.bucket,
            "key": key,
            "etag": settlement.source_etag,
            "bytes": settlement.source_bytes,
            "width": settlement.source_width,
            "height": settlement.source_height,
        },
        "variants": {
            standing.variant: {
                "bucket": settings.destination_bucket,
                "key": standing.key,
                "etag": standing.output.etag,
                "bytes": standing.output.bytes,
                "width": standing.output.width,
                "height": standing.output.height,
                "content_type": standing.output.content_type,
            }
            for standing in settlement.standing
        },
    }
    return Notice(
        json.dumps(document, ensure_ascii=False),
        {"outcome": str(settlement.outcome), "reason": str(settlement.reason)},
    )
