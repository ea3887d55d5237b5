"""What a source calls for: its renditions, or the reason for which it has none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.imaging import prepare
from thumbnailer.results.outcome import Outcome, Settlement
from thumbnailer.settling.focal import focal_point

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thumbnailer.config.recipe import Recipe, Variant
    from thumbnailer.imaging import Picture, Rendition
    from thumbnailer.settling.gate import Gate
    from thumbnailer.settling.ports import Source, Store


class Verdict(NamedTuple):
    """What a source calls for, whatever its outputs are.

    Attributes:
        settlement: the end, before anything is written and removed.
        renditions: of a good source, of those variants that were not current; by variant.
    """

    settlement: Settlement
    renditions: Mapping[Variant, Rendition] = {}

    @property
    def etag(self) -> str | None:
        """Of the source; None when it is absent, and when it was found unchanged."""
        return self.settlement.source_etag

    @property
    def good(self) -> bool:
        """Whether the source is there, and is not rejected."""
        return self.settlement.reason == "current"

    def covers(self, stale: Sequence[Variant]) -> bool:
        """Whether it tells what to do where the outputs of these variants are not current."""
        if self.good:
            return all(variant in self.renditions for variant in stale)
        # What was rendered before the limits became narrower stays.
        return bool(stale)


UNCHANGED = Verdict(Settlement(Outcome.SETTLED, "current"))
ABSENT = Verdict(Settlement(Outcome.SETTLED, "absent"))


def judge(
    source: Source, stale: Sequence[Variant], recipe: Recipe, store: Store, gate: Gate
) -> Verdict:
    """What a source that is there calls for.

    Args:
        source: opened.
        stale: the variants whose outputs are not current; the source is not read for none.
        recipe: of the deployment.
        store: for what the recipe refers to.
        gate: of the invocation.

    Raises:
        OutOfTime: when the picture's turn to be decoded came too late.
        StoreError: when the store could not do its part.
    """
    known = Settlement(
        Outcome.SETTLED, "current", source_etag=source.etag, source_bytes=source.size
    )
    if not stale:
        return Verdict(known)
    try:
        picture = _render(source, stale, recipe, store, gate)
    except Rejected as rejected:
        return Verdict(
            replace(
                known,
                outcome=Outcome.REJECTED,
                reason=rejected.reason,
                detail=rejected.detail,
                recipe_id=recipe.id,
            )
        )
    return Verdict(
        replace(known, source_width=picture.width, source_height=picture.height),
        {rendition.variant: rendition for rendition in picture.renditions},
    )


def _render(
    source: Source, stale: Sequence[Variant], recipe: Recipe, store: Store, gate: Gate
) -> Picture:
    limit = recipe.limits.max_bytes
    if source.size > limit:
        raise Rejected(Reason.TOO_LARGE, f"{source.size} bytes; {limit} are allowed")
    stamp = recipe.watermark.image if recipe.watermark else None
    stamp_data = store.read(stamp) if stamp else None
    with gate.reading(source.size):
        data = source.read()
        # The processor comes first: reading a header takes it, and copies the file.
        with gate.turn():
            prepared = prepare(data, recipe, stale)
            with gate.decoding(prepared.memory):
                picture = prepared.render(
                    focal_point=focal_point(source.metadata), stamp=stamp_data
                )
                del prepared  # with its pixels, before another picture gets the memory
            return picture
