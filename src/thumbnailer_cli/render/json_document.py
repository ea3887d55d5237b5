"""The results of a run as JSON, with the field names of the function's log lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from thumbnailer.config.recipe import Recipe
from thumbnailer.results.outcome import Outcome
from thumbnailer_cli.render.worker import Result


def document(results: Sequence[Result], recipe: Recipe) -> dict[str, Any]:
    """The results of a run; every member is always present."""
    outcomes = Counter(result.end.outcome for result in results)
    return {
        "recipe_id": recipe.id,
        "totals": {
            outcome.value: outcomes[outcome]
            for outcome in (Outcome.SETTLED, Outcome.REJECTED, Outcome.FAILED)
        },
        "photos": [_source(result) for result in results],
    }


def _source(result: Result) -> dict[str, Any]:
    paths = {output.key: str(output.path) for output in result.job.outputs}
    return {
        "source": str(result.job.source.path),
        "key": result.job.source.key,
        "outcome": result.end.outcome.value,
        "reason": str(result.end.reason),
        "detail": result.end.detail,
        "source_bytes": result.end.source_bytes,
        "source_width": result.end.source_width,
        "source_height": result.end.source_height,
        "milliseconds": round(result.milliseconds, 1),
        "outputs": [
            {
                "variant": written.variant,
                "key": written.key,
                "path": paths[written.key],
                "width": written.width,
                "height": written.height,
                "bytes": written.bytes,
            }
            for written in result.end.outputs
        ],
    }
