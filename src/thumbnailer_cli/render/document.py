"""The results of a run as JSON, in the words of the function's log lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from thumbnailer.config.recipe import Recipe
from thumbnailer.results.outcome import Outcome
from thumbnailer_cli.render.worker import Done


def document(results: Sequence[Done], recipe: Recipe) -> dict[str, Any]:
    """Everything about a run, with every member always there."""
    outcomes = Counter(done.end.outcome for done in results)
    return {
        "recipe_id": recipe.id,
        "totals": {
            outcome.value: outcomes[outcome]
            for outcome in (Outcome.SETTLED, Outcome.REJECTED, Outcome.FAILED)
        },
        "photos": [_photo(done) for done in results],
    }


def _photo(done: Done) -> dict[str, Any]:
    paths = {output.key: str(output.path) for output in done.job.outputs}
    return {
        "source": str(done.job.photo.path),
        "key": done.job.photo.key,
        "outcome": done.end.outcome.value,
        "reason": str(done.end.reason),
        "detail": done.end.detail,
        "source_bytes": done.end.source_bytes,
        "source_width": done.end.source_width,
        "source_height": done.end.source_height,
        "milliseconds": round(done.milliseconds, 1),
        "outputs": [
            {
                "variant": written.variant,
                "key": written.key,
                "path": paths[written.key],
                "width": written.width,
                "height": written.height,
                "bytes": written.bytes,
            }
            for written in done.end.outputs
        ],
    }
