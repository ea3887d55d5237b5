from __future__ import annotations

import pytest

from thumbnailer.cli.verdict import Finding, Found, Seen, Source, judge, problems
from thumbnailer.settings import OnDelete

SOURCE = Source("uploads/a.jpg", "now", modified=100.0)
EXPECTED = {"thumb": "t/a.jpg", "large": "l/a.jpg"}
CURRENT = Seen(0, ("now", "id"))
OLD_SOURCE, OLD_RECIPE = Seen(0, ("before", "id")), Seen(0, ("now", "older"))
FOREIGN = Seen(0, (None, None))


def judged(
    seen: dict[str, Seen], report: Seen | None = None, on_delete: OnDelete = OnDelete.KEEP
) -> list[Found]:
    return list(
        judge(
            SOURCE,
            EXPECTED,
            seen,
            report=("r/a.json", report) if report else None,
            recipe_id="id",
            on_delete=on_delete,
        )
    )


def short(found: list[Found]) -> list[tuple[str, str | None]]:
    return [(one.reason.value, one.variant) for one in found]


def test_current_outputs_need_no_word() -> None:
    assert judged({"thumb": CURRENT, "large": CURRENT}) == []


def test_each_output_is_judged_by_itself() -> None:
    assert short(judged({"thumb": CURRENT})) == [("missing", "large")]
    assert short(judged({"thumb": OLD_SOURCE, "large": OLD_RECIPE})) == [
        ("stale", "thumb"),
        ("stale", "large"),
    ]


@pytest.mark.parametrize(
    ("seen", "detail"),
    [
        (OLD_SOURCE, "made from an older source"),
        (OLD_RECIPE, "made by the recipe older"),
        (FOREIGN, "it does not say what it was made from"),
        (Seen(99.9), "older than its source"),
    ],
)
def test_why_an_output_is_stale(seen: Seen, detail: str) -> None:
    (found,) = judged({"thumb": seen, "large": CURRENT})
    assert (found.reason, found.output, found.detail) == (Finding.STALE, "t/a.jpg", detail)


def test_by_the_listing_alone_an_output_as_old_as_its_source_is_current() -> None:
    assert judged({"thumb": Seen(100.0), "large": Seen(101.0)}) == []


@pytest.mark.parametrize("report", [CURRENT, Seen(101.0)])
def test_a_current_report_says_that_the_source_is_rejected(report: Seen) -> None:
    assert short(judged({}, report)) == [("rejected", None)]


@pytest.mark.parametrize("report", [OLD_SOURCE, OLD_RECIPE, Seen(99.0)])
def test_an_older_report_says_nothing(report: Seen) -> None:
    assert short(judged({}, report)) == [
        ("missing", "thumb"),
        ("missing", "large"),
        ("stale", None),
    ]


def test_a_report_on_a_settled_source_is_stale() -> None:
    both = {"thumb": CURRENT, "large": CURRENT}
    assert short(judged(both, CURRENT)) == [("stale", None)]
    assert short(judged(both, OLD_SOURCE)) == [("stale", None)]


def test_older_outputs_of_a_rejected_source_stay_or_go_with_on_delete() -> None:
    seen = {"thumb": OLD_SOURCE}
    assert short(judged(seen, CURRENT)) == [("rejected", None)]
    assert short(judged(seen, CURRENT, OnDelete.REMOVE)) == [("stale", "thumb"), ("rejected", None)]


def test_leftovers_are_problems_where_outputs_are_removed() -> None:
    assert problems(OnDelete.KEEP) == {Finding.MISSING, Finding.STALE}
    assert problems(OnDelete.REMOVE) == set(Finding) - {Finding.REJECTED}
