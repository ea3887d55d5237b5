"""Bringing the outputs of one source key in line with the source as it is now.

S3 events come at least once and in any order, and a picture can be replaced while its event waits.
So the key is settled, whatever the event said:

    repeat (bounded):
        HEAD the outputs                what is there, for which source ETag and recipe id
        GET the source as it is now     (If-None-Match when every output is current)
        render what is not current
        write each on condition that the output is still what was seen; refused: go round again
        HEAD the source once more       unchanged: settled; changed: go round again

Whoever writes an output last looks at the source after it wrote. Hence the outputs converge on the
newest source under duplicates, reordering, crashes and concurrent workers, without a database, a
lock or a FIFO queue.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from thumbnailer.focal import focal_point
from thumbnailer.imaging import render
from thumbnailer.outcome import Outcome, Settlement, Written
from thumbnailer.ports import Origin, Refused, Unchanged
from thumbnailer.rejection import Reason, Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thumbnailer.imaging import Picture
    from thumbnailer.ports import Output, Source, Store
    from thumbnailer.recipe import Recipe, Variant
    from thumbnailer.settings import Settings

# Each further round means that source or outputs changed within a second or so. A key busier than
# this is left to a later delivery of its message.
MAX_ROUNDS = 5


class NotSettled(Exception):
    """Source or outputs kept changing; the message has to come back."""


def settle(key: str, settings: Settings, store: Store) -> Settlement:
    """Settle one source key, which must start with the uploads prefix.

    Raises:
        NotSettled: when source and outputs did not hold still for MAX_ROUNDS rounds.
        StoreError: when the store could not do its part. Both are worth another try.
    """
    variants = settings.recipe.variants_for(key, settings.uploads_prefix)
    if not variants:
        return Settlement(Outcome.SETTLED, "no_variant")
    try:
        keys = {v: v.key.output_key(key, settings.uploads_prefix) for v in variants}
    except Rejected as rejected:
        return Settlement(Outcome.REJECTED, rejected.reason, rejected.detail)
    for rounds in range(1, MAX_ROUNDS + 1):
        settlement = _one_round(key, keys, settings, store, rounds)
        if settlement is not None:
            return settlement
    raise NotSettled(f"{key} or its outputs changed during each of {MAX_ROUNDS} rounds")


def _one_round(
    key: str, keys: Mapping[Variant, str], settings: Settings, store: Store, rounds: int
) -> Settlement | None:
    """None when something changed meanwhile and another round is due."""
    recipe = settings.recipe
    seen = {variant: store.head_output(output_key) for variant, output_key in keys.items()}
    source = store.open_source(key, unless_etag=_common_source(seen, recipe))
    # In these cases nothing gets written, so there is nothing to look at again: a change from here
    # on has an event of its own.
    if source is None or isinstance(source, Unchanged):
        reason = "absent" if source is None else "current"
        return Settlement(Outcome.SETTLED, reason, rounds=rounds)
    with closing(source):
        origin = Origin(source.etag, recipe.id)
        stale = [v for v, output in seen.items() if output is None or output.origin != origin]
        if not stale:
            return Settlement(Outcome.SETTLED, "current", rounds=rounds)
        try:
            picture = _render(source, stale, settings, store)
        except Rejected as rejected:
            return Settlement(
                Outcome.REJECTED,
                rejected.reason,
                rejected.detail,
                source_bytes=source.size,
                rounds=rounds,
            )
    try:
        for rendition in picture.renditions:
            variant = rendition.variant
            store.write_output(keys[variant], rendition, origin, replaces=seen[variant])
    except Refused:
        return None
    if store.source_etag(key) != source.etag:
        return None
    return Settlement(
        Outcome.SETTLED,
        "rendered",
        source_bytes=source.size,
        source_width=picture.width,
        source_height=picture.height,
        outputs=tuple(
            Written(r.variant.name, keys[r.variant], r.width, r.height, len(r.data))
            for r in picture.renditions
        ),
        rounds=rounds,
    )


def _common_source(seen: Mapping[Variant, Output | None], recipe: Recipe) -> str | None:
    """The ETag of the one source that all outputs were made from by this recipe, else None."""
    origins = {output.origin if output else None for output in seen.values()}
    origin = origins.pop() if len(origins) == 1 else None
    return origin.source_etag if origin and origin.recipe_id == recipe.id else None


def _render(source: Source, stale: Sequence[Variant], settings: Settings, store: Store) -> Picture:
    recipe = settings.recipe
    limit = recipe.limits.max_bytes
    if source.size > limit:
        raise Rejected(Reason.TOO_LARGE, f"{source.size} bytes; {limit} are allowed")
    stamp = recipe.watermark.image if recipe.watermark else None
    return render(
        source.read(),
        recipe,
        stale,
        focal_point=focal_point(source.metadata),
        stamp=store.read(stamp) if stamp else None,
        memory=settings.memory,
    )
