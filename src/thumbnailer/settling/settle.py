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

HEADs are made side by side, and so are writes. Where the message tells of an upload, the first
round takes everything but the source for absent without a look: it begins with the GET, and its
writes are refused if it was wrong. What it took for absent and did not write, it looks at with the
source at its end, and goes round again if anything is there.

Whoever writes or removes an output last looks at the source afterwards. Hence the outputs converge
on the newest source under duplicates, reordering, crashes and concurrent workers, without a
database, a lock or a FIFO queue.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from thumbnailer.config.rejection import Rejected
from thumbnailer.config.settings import OnDelete
from thumbnailer.results.objects import Content, Origin
from thumbnailer.results.outcome import Failure, Outcome, Settlement, Standing, Written
from thumbnailer.results.report import rejection_report, report_key
from thumbnailer.settling.ports import Refused, Unchanged
from thumbnailer.settling.together import all_of
from thumbnailer.settling.verdict import ABSENT, UNCHANGED, Verdict, judge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from thumbnailer.config.recipe import Variant
    from thumbnailer.config.settings import Settings
    from thumbnailer.imaging import Rendition
    from thumbnailer.results.objects import Output
    from thumbnailer.settling.gate import Gate
    from thumbnailer.settling.ports import Store

# Each further round means that source or outputs changed within a second or so, or that the first
# one took something for absent. A key busier than this is left to a later delivery of its message.
MAX_ROUNDS = 5


class NotSettled(Failure):
    """Source or outputs kept changing; the message has to come back."""

    code = "not_settled"


def settle(
    key: str, settings: Settings, store: Store, gate: Gate, *, upload: bool = False
) -> Settlement:
    """Settle one source key, which must start with the uploads prefix.

    Args:
        key: of the source.
        settings: of the deployment.
        store: of sources and outputs.
        gate: of the invocation.
        upload: whether the source is said to be new, so that its outputs are probably absent.

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
    settling = _Settling(task, store, gate)
    for rounds in range(1, MAX_ROUNDS + 1):
        settlement = settling.one_round(blind=upload and rounds == 1)
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

    @property
    def keys(self) -> list[str]:
        """All that is written and removed."""
        return [*self.outputs.values(), *([self.report] if self.report else [])]

    def origin(self, variant: Variant, source_etag: str | None) -> Origin:
        """That of the current rendition of a source."""
        return Origin(source_etag, variant_id=self.settings.recipe.variant_ids[variant.name])


class _New(NamedTuple):
    content: Content
    origin: Origin


# What a round finds at the keys of a task, and what it brings there; None for nothing.
_Seen = dict[str, "Output | None"]
_Changes = dict[str, "_New | None"]


@dataclass
class _Settling:
    """The rounds of a task. A verdict stays: the next round may find the same source."""

    task: _Task
    store: Store
    gate: Gate
    verdict: Verdict | None = None

    def one_round(self, *, blind: bool) -> Settlement | None:
        """None when something changed meanwhile and another round is due.

        Args:
            blind: whether everything but the source is taken for absent without a look.
        """
        task = self.task
        seen: _Seen = dict.fromkeys(task.keys) if blind else self._heads(task.keys)
        verdict = self._judge(seen)
        settlement, changes = _plan(task, seen, verdict)
        puts = [partial(_put, self.store, key, new, seen[key]) for key, new in changes.items()]
        try:
            seen |= zip(changes, all_of(self.gate.together, puts), strict=True)
        except Refused:
            return None
        unknown = [key for key in task.keys if key not in changes] if blind else []
        # Where nothing was touched there is nothing to look at again: a change from here on has an
        # event of its own.
        if (changes or blind) and self._changed(verdict.etag, unknown):
            return None
        return replace(settlement, standing=_standing(task, seen))

    def _heads(self, keys: list[str]) -> _Seen:
        heads = [partial(self.store.head_output, key) for key in keys]
        return dict(zip(keys, all_of(self.gate.together, heads), strict=True))

    def _judge(self, seen: _Seen) -> Verdict:
        task, last = self.task, self.verdict
        current = _common_source(task, seen)
        unless = current
        # What the source was a moment ago, it most probably still is.
        if last and last.covers(_stale(task, seen, last.etag)):
            unless = last.etag
        source = self.store.open_source(task.key, unless_etag=unless)
        if isinstance(source, Unchanged):
            return last if last and unless != current else UNCHANGED
        # Before another picture is rendered.
        self.verdict = last = None
        if source is None:
            return ABSENT
        with closing(source):
            stale = _stale(task, seen, source.etag)
            self.verdict = judge(source, stale, task.settings.recipe, self.store, self.gate)
        return self.verdict

    def _changed(self, etag: str | None, unknown: list[str]) -> bool:
        """Whether the source is another one by now, or anything is where none was expected."""
        looks: list[Callable[[], object]] = [partial(self.store.source_etag, self.task.key)]
        looks += [partial(self.store.head_output, key) for key in unknown]
        now, *there = all_of(self.gate.together, looks)
        return now != etag or any(there)


def _plan(task: _Task, seen: _Seen, verdict: Verdict) -> tuple[Settlement, _Changes]:
    """What a verdict means where these outputs were seen."""
    settlement = verdict.settlement
    if verdict.good:
        return _renew(task, seen, verdict)
    removed = _to_remove(task, seen)
    if settlement.outcome is Outcome.REJECTED:
        settlement = replace(settlement, removed=removed)
        return settlement, dict.fromkeys(removed) | _report(settlement, task, seen)
    settlement = replace(settlement, reason="removed" if removed else "absent", removed=removed)
    return settlement, dict.fromkeys(removed) | _no_report(task, seen)


def _renew(task: _Task, seen: _Seen, verdict: Verdict) -> tuple[Settlement, _Changes]:
    """What a good source means."""
    changes: _Changes = {}
    written = []
    for variant, rendition in verdict.renditions.items():
        key, origin = task.outputs[variant], task.origin(variant, verdict.etag)
        if _origin(seen[key]) != origin:
            changes[key] = _New(_content(rendition), origin)
            size = (rendition.width, rendition.height, len(rendition.data))
            written.append(Written(variant.name, key, *size))
    settlement = verdict.settlement
    if written:
        settlement = replace(settlement, reason="rendered", outputs=tuple(written))
    return settlement, changes | _no_report(task, seen)


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


def _stale(task: _Task, seen: _Seen, source_etag: str | None) -> list[Variant]:
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
