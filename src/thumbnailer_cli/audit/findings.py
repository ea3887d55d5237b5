"""What is wrong with the outputs of a source: pure, from what was seen of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from thumbnailer.config.settings import OnDelete
from thumbnailer.results.objects import Origin

# In the place of a variant's name: the report on a rejected source. No variant has this name.
REPORT = ""


class Finding(StrEnum):
    """What is to be said of an object.

    missing: the source has no such output.
    stale: the output is of an older source or by another definition of its variant, or the report
        of an older source or recipe.
    orphaned: the source of the output is gone.
    unclaimed: it lies where outputs do, but the recipe would never write it.
    rejected: the source can never be rendered, as its report says, or the function's log.
    unwired: it lies where sources do, but has none of their suffixes: no event of it comes.
    """

    MISSING = "missing"
    STALE = "stale"
    ORPHANED = "orphaned"
    UNCLAIMED = "unclaimed"
    REJECTED = "rejected"
    UNWIRED = "unwired"


# In this order they are shown.
FINDINGS = tuple(Finding)


def problems(on_delete: OnDelete) -> frozenset[Finding]:
    """The findings that should not be; where outputs are kept, leftovers are as they should be."""
    wrong = {Finding.MISSING, Finding.STALE}
    leftovers = {Finding.ORPHANED, Finding.UNCLAIMED}
    return frozenset(wrong | leftovers if on_delete is OnDelete.REMOVE else wrong)


@dataclass(frozen=True)
class Found:
    """One finding.

    Attributes:
        reason: the finding.
        source: the key of the source; None for what no source explains.
        variant: of the output; None for reports and for what the recipe does not explain.
        output: the key of the output or report; None where there cannot be one.
        detail: a sentence for a person.
    """

    reason: Finding
    source: str | None
    variant: str | None
    output: str | None
    detail: str


@dataclass(frozen=True)
class Source:
    """A source as it is now."""

    key: str
    etag: str
    modified: float


@dataclass(frozen=True)
class Expected:
    """An output or report that a source may have: its key, and the origin of a current one."""

    key: str
    origin: Origin


@dataclass(frozen=True)
class Seen:
    """An output or a report: what it was made from, or only when.

    `origin` is None when only `modified` is known, from a listing.
    """

    modified: float
    origin: Origin | None = None


def judge(
    source: Source,
    expected: Mapping[str, Expected],
    seen: Mapping[str, Seen],
    *,
    report: tuple[Expected, Seen] | None,
    on_delete: OnDelete,
) -> Iterator[Found]:
    """The findings on the outputs of one source.

    Args:
        source: the source.
        expected: the outputs that it should have, by variant.
        seen: the outputs that are there, by variant.
        report: its report as it should be, and as it is; None where there is none.
        on_delete: what becomes of the outputs of a source that has none any more.
    """
    # Whichever recipe it is by: then the report is what there is to be said of missing outputs.
    rejected = report is not None and _is_of(source, report[1])
    whole = True
    for variant, output in expected.items():
        there = seen.get(variant)
        why = _why_stale(there, source, output) if there else "there is none"
        if why is None:
            continue
        whole = False
        if there is None:
            if not rejected:
                yield Found(Finding.MISSING, source.key, variant, output.key, why)
        elif not rejected or on_delete is OnDelete.REMOVE:
            yield Found(Finding.STALE, source.key, variant, output.key, why)
    if report is None:
        return
    why = _why_stale(report[1], source, report[0])
    if rejected and whole and expected:
        why = "the report is on a source that is settled"
    finding = Finding.STALE if why else Finding.REJECTED
    yield Found(finding, source.key, None, report[0].key, why or "its report is current")


def _is_of(source: Source, seen: Seen) -> bool:
    """Whether an output or report was made from a source as it is now."""
    if seen.origin is None:
        return seen.modified >= source.modified
    return seen.origin.source_etag == source.etag


def _why_stale(seen: Seen, source: Source, current: Expected) -> str | None:
    if seen.origin is None:
        return None if _is_of(source, seen) else "older than its source"
    variant_id, recipe_id = seen.origin.variant_id, seen.origin.recipe_id
    if seen.origin.source_etag is None or not (variant_id or recipe_id):
        return "it does not say what it was made from"
    if not _is_of(source, seen):
        return "made from an older source"
    if seen.origin == current.origin:
        return None
    if variant_id:
        return f"made by another definition of the variant, {variant_id}"
    return f"made by another recipe, {recipe_id}"
