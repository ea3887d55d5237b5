"""What an audit thinks of the outputs of a source: pure, from what was seen of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from thumbnailer.settings import OnDelete

# In the place of a variant's name: the report on a rejected source. No variant has this name.
REPORT = ""


class Finding(StrEnum):
    """What is to be said of an object.

    missing: the source has no such output.
    stale: the output is of an older source or by another recipe, or the report of an older one.
    orphaned: the source of the output is gone.
    unclaimed: it lies where outputs do, but the recipe would never write it.
    rejected: the source can never be rendered, and its report says so.
    """

    MISSING = "missing"
    STALE = "stale"
    ORPHANED = "orphaned"
    UNCLAIMED = "unclaimed"
    REJECTED = "rejected"


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
class Seen:
    """An output or a report: what it was made from, or only when, if nobody asked.

    `origin` is the source's ETag and the recipe id; None when only `modified` is known.
    """

    modified: float
    origin: tuple[str | None, str | None] | None = None


def judge(
    source: Source,
    expected: Mapping[str, str],
    seen: Mapping[str, Seen],
    *,
    report: tuple[str, Seen] | None,
    recipe_id: str,
    on_delete: OnDelete,
) -> Iterator[Found]:
    """The findings on the outputs of one source.

    Args:
        source: the source.
        expected: the key of each output that it should have, by variant.
        seen: the outputs that are there, by variant.
        report: the key of its report, and the report; None where there is none.
        recipe_id: of the deployment.
        on_delete: what becomes of the outputs of a source that has none any more.
    """
    rejected = report is not None and _why_stale(report[1], source, recipe_id) is None
    whole = True
    for variant, key in expected.items():
        there = seen.get(variant)
        why = _why_stale(there, source, recipe_id) if there else "there is none"
        if why is None:
            continue
        whole = False
        if there is None:
            if not rejected:
                yield Found(Finding.MISSING, source.key, variant, key, why)
        elif not rejected or on_delete is OnDelete.REMOVE:
            yield Found(Finding.STALE, source.key, variant, key, why)
    if report is None:
        return
    if not rejected:
        yield Found(Finding.STALE, source.key, None, report[0], "the report is of an older source")
    elif whole and expected:
        yield Found(
            Finding.STALE, source.key, None, report[0], "the report is on a source that is settled"
        )
    else:
        yield Found(Finding.REJECTED, source.key, None, report[0], "its report is current")


def _why_stale(seen: Seen, source: Source, recipe_id: str) -> str | None:
    if seen.origin is None:
        return "older than its source" if seen.modified < source.modified else None
    source_etag, made_by = seen.origin
    if source_etag is None or made_by is None:
        return "it does not say what it was made from"
    if source_etag != source.etag:
        return "made from an older source"
    return None if made_by == recipe_id else f"made by the recipe {made_by}"
