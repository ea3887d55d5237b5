"""Bringing the outputs of one source key in line with the source as it is now.

S3 events come at least once and in any order, and a picture can be replaced or deleted while its
event waits. So the key is settled, whatever the event said:

    repeat (bounded):
        HEAD the outputs                what is there, for which source ETag and variant id
        GET the source as it is now     (If-None-Match when every output is current)
            present   render what is not current
            rejected  its outputs stay or go, as the deployment says; a report tells why
            absent    its outputs stay or go, as the deployment says
        write and remove each on condition that it is still what was seen; refused: go round again
        HEAD the source once more       unchanged: settled; changed: go round again

Whoever writes or removes an output last looks at the source afterwards. Hence the outputs converge
on the newest source under duplicates, reordering, crashes and concurrent workers, without a
database, a lock or a FIFO queue.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.config.settings import OnDelete
from thumbnailer.imaging import prepare
from thumbnailer.results.objects import Content, Origin
from thumbnailer.results.outcome import Failure, Outcome, Settlement, Standing, Written
from thumbnailer.results.report import rejection_report, report_key
from thumbnailer.settling.focal import focal_point
from thumbnailer.settling.ports import Refused, Unchanged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thumbnailer.config.recipe import Variant
    from thumbnailer.config.settings import Settings
    from thumbnailer.imaging import Picture, Rendition
    from thumbnailer.results.objects import Output
    from thumbnailer.settling.gate import Gate
    from thumbnailer.settling.ports import Source, Store

# Each further round means that source or outputs changed within a second or so. A key busier than
# this is left to a later delivery of its message.
MAX_ROUNDS = 5


class NotSettled(Failure):
    """Source or outputs kept changing; the message has to come back."""

    code = "not_settled"


def settle(key: str, settings: Settings, store: Store, gate: Gate) -> Settlement:
    """Settle one source key, which must start with the uploads prefix.

    Raises:
        NotSettled: when source and outputs did not hold still for MAX_ROUNDS rounds.
        OutOfTime: when the picture's turn to be decoded came too late.
        StoreError: when the store could not do its part. All are worth another try.
    """
    variants = settings.recipe.variants_for(key, settings.uploads_prefix)
    if not variants:
        return Settlement(Outcome.SETTLED, "no_variant")
    try:
        keys = {v: v.key.output_key(key, settings.uploads_prefix) for v in variants}
    except Rejected as rejected:
        return Settlement(Outcome.REJECTED, rejected.reason, rejected.detail)
    task = _Task(key, keys, report_key(key, settings.rejected_prefix), settings)
    for rounds in range(1, MAX_ROUNDS + 1):
        settlement = _one_round(task, store, gate)
        if settlement is not None:
            return replace(settlement, rounds=rounds)
    raise NotSettled(f"{key} or its outputs changed during each of {MAX_ROUNDS} rounds")


@dataclass(frozen=True)
class _Task:
    """A source key, the keys of its outputs, and that of its report, None where there is none."""

    key: str
    outputs: Mapping[Variant, str]
    report: str | None
    settings: Settings

    def origin(self, variant: Variant, source_etag: str) -> Origin:
        """That of the current rendition of a source."""
        return Origin(source_etag, variant_id=self.settings.recipe.variant_ids[variant.name])


class _New(NamedTuple):
    content: Content
    origin: Origin


# What a round finds at the keys of a task, and what it brings there; None for nothing.
_Seen = dict[str, "Output | None"]
_Changes = dict[str, "_New | None"]


def _one_round(task: _Task, store: Store, gate: Gate) -> Settlement | None:
    """None when something changed meanwhile and another round is due."""
    keys = [*task.outputs.values(), *([task.report] if task.report else [])]
    seen: _Seen = {key: store.head_output(key) for key in keys}
    source = store.open_source(task.key, unless_etag=_common_source(task, seen))
    if isinstance(source, Unchanged):
        return Settlement(Outcome.SETTLED, "current", standing=_standing(task, seen))
    if source is None:
        etag, (settlement, changes) = None, _of_nothing(task, seen)
    else:
        etag = source.etag
        with closing(source):
            settlement, changes = _of_source(source, task, seen, store, gate)
    try:
        for key, new in changes.items():
            seen[key] = _put(store, key, new, seen[key])
    except Refused:
        return None
    # Where nothing was touched there is nothing to look at again: a change from here on has an
    # event of its own.
    if changes and store.source_etag(task.key) != etag:
        return None
    return replace(settlement, standing=_standing(task, seen))


def _of_nothing(task: _Task, seen: _Seen) -> tuple[Settlement, _Changes]:
    """What follows from a source that is absent."""
    removed = _to_remove(task, seen)
    settlement = Settlement(Outcome.SETTLED, "removed" if removed else "absent", removed=removed)
    return settlement, dict.fromkeys(removed) | _no_report(task, seen)


def _of_source(
    source: Source, task: _Task, seen: _Seen, store: Store, gate: Gate
) -> tuple[Settlement, _Changes]:
    """What follows from a source that is there."""
    known = Settlement(
        Outcome.SETTLED, "current", source_etag=source.etag, source_bytes=source.size
    )
    stale = _stale(task, seen, source.etag)
    if not stale:
        return known, _no_report(task, seen)
    try:
        picture = _render(source, stale, task.settings, store, gate)
    except Rejected as rejected:
        removed = _to_remove(task, seen)
        settlement = replace(
            known,
            outcome=Outcome.REJECTED,
            reason=rejected.reason,
            detail=rejected.detail,
            recipe_id=task.settings.recipe.id,
            removed=removed,
        )
        return settlement, dict.fromkeys(removed) | _report(settlement, task, seen)
    settlement = replace(
        known,
        reason="rendered",
        source_width=picture.width,
        source_height=picture.height,
        outputs=tuple(
            Written(r.variant.name, task.outputs[r.variant], r.width, r.height, len(r.data))
            for r in picture.renditions
        ),
    )
    changes: _Changes = {
        task.outputs[r.variant]: _New(_content(r), task.origin(r.variant, source.etag))
        for r in picture.renditions
    }
    return settlement, changes | _no_report(task, seen)


def _render(
    source: Source, stale: Sequence[Variant], settings: Settings, store: Store, gate: Gate
) -> Picture:
    recipe = settings.recipe
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


def _put(store: Store, key: str, new: _New | None, seen: Output | None) -> Output | None:
    if new:
        return store.write_output(key, new.content, new.origin, replaces=seen)
    if seen:
        store.remove_output(key, seen)
    return None


def _to_remove(task: _Task, seen: _Seen) -> tuple[str, ...]:
    """The outputs that go with their source."""
    if task.settings.on_delete is OnDelete.KEEP:
        return ()
    return tuple(key for key in task.outputs.values() if seen[key])


def _no_report(task: _Task, seen: _Seen) -> _Changes:
    return {task.report: None} if task.report and seen[task.report] else {}


def _report(settlement: Settlement, task: _Task, seen: _Seen) -> _Changes:
    # Of the recipe as a whole: its inputs, its limits and all its variants together decide
    # whether a source can be rendered.
    origin = Origin(settlement.source_etag, recipe_id=task.settings.recipe.id)
    if task.report is None or _origin(seen[task.report]) == origin:
        return {}
    report = rejection_report(settlement, task.key, task.settings)
    return {task.report: _New(report, origin)}


def _common_source(task: _Task, seen: _Seen) -> str | None:
    """The ETag of the one source that all outputs are the current renditions of, else None."""
    first = seen[next(iter(task.outputs.values()))]
    etag = first.origin.source_etag if first else None
    if etag is None or _no_report(task, seen) or _stale(task, seen, etag):
        return None
    return etag


def _stale(task: _Task, seen: _Seen, source_etag: str) -> list[Variant]:
    """The variants whose outputs are missing or not current."""
    return [
        variant
        for variant, key in task.outputs.items()
        if _origin(seen[key]) != task.origin(variant, source_etag)
    ]


def _standing(task: _Task, seen: _Seen) -> tuple[Standing, ...]:
    outputs = ((variant.name, key, seen[key]) for variant, key in task.outputs.items())
    return tuple(Standing(name, key, output) for name, key, output in outputs if output)


def _origin(output: Output | None) -> Origin | None:
    return output.origin if output else None


def _content(rendition: Rendition) -> Content:
    return Content(
        rendition.data,
        rendition.content_type,
        rendition.variant.cache_control,
        rendition.width,
        rendition.height,
    )
