from __future__ import annotations

import pytest

from thumbnailer.config.settings import OnDelete
from thumbnailer.results.objects import Origin
from thumbnailer_cli.audit.findings import Expected, Finding, Found, Seen, Source, judge, problems

SOURCE = Source("uploads/a.jpg", "now", modified=100.0)
EXPECTED = {
    "thumb": Expected("t/a.jpg", Origin("now", "id")),
    "large": Expected("l/a.jpg", Origin("now", "id")),
}
CURRENT, OLD_SOURCE = Seen(0, Origin("now", "id")), Seen(0, Origin("before", "id"))
OLD_VARIANT, OLD_VERSION = Seen(0, Origin("now", "older")), Seen(0, Origin("now", None, "rid"))
FOREIGN = Seen(0, Origin(None))
REPORT = Expected("r/a.json", Origin("now", None, "rid"))
REPORTED = Seen(0, REPORT.origin)
REPORTED_BEFORE = Seen(0, Origin("before", None, "rid"))
REPORTED_BY_ANOTHER = Seen(0, Origin("now", None, "older"))


def judged(
    seen: dict[str, Seen], report: Seen | None = None, on_delete: OnDelete = OnDelete.KEEP
) -> list[Found]:
    return list(
        judge(
            SOURCE,
            EXPECTED,
            seen,
            report=(REPORT, report) if report else None,
            on_delete=on_delete,
        )
    )


def short(found: list[Found]) -> list[tuple[str, str | None]]:
    return [(one.reason.value, one.variant) for one in found]


def test_current_outputs_need_no_word() -> None:
    assert judged({"thumb": CURRENT, "large": CURRENT}) == []


def test_each_output_is_judged_by_itself() -> None:
    assert short(judged({"thumb": CURRENT})) == [("missing", "large")]
    assert short(judged({"thumb": OLD_SOURCE, "large": OLD_VARIANT})) == [
        ("stale", "thumb"),
        ("stale", "large"),
    ]


@pytest.mark.parametrize(
    ("seen", "detail"),
    [
        (OLD_SOURCE, "made from an older source"),
        (OLD_VARIANT, "made by another definition of the variant, older"),
        (OLD_VERSION, "made by another recipe, rid"),
        (FOREIGN, "it does not say what it was made from"),
        (Seen(99.9), "older than its source"),
    ],
)
def test_why_an_output_is_stale(seen: Seen, detail: str) -> None:
    (found,) = judged({"thumb": seen, "large": CURRENT})
    assert (found.reason, found.output, found.detail) == (Finding.STALE, "t/a.jpg", detail)


def test_by_the_listing_alone_an_output_as_old_as_its_source_is_current() -> None:
    assert judged({"thumb": Seen(100.0), "large": Seen(101.0)}) == []


@pytest.mark.parametrize("report", [REPORTED, Seen(101.0)])
def test_a_current_report_says_that_the_source_is_rejected(report: Seen) -> None:
    assert short(judged({}, report)) == [("rejected", None)]


@pytest.mark.parametrize(
    ("report", "detail"),
    [(REPORTED_BEFORE, "made from an older source"), (Seen(99.0), "older than its source")],
)
def test_a_report_of_an_older_source_says_nothing(report: Seen, detail: str) -> None:
    found = judged({}, report)
    assert short(found) == [("missing", "thumb"), ("missing", "large"), ("stale", None)]
    assert found[-1].detail == detail


def test_a_report_by_another_recipe_is_all_there_is_to_be_said_of_a_rejected_source() -> None:
    (found,) = judged({}, REPORTED_BY_ANOTHER)
    assert (found.reason, found.output) == (Finding.STALE, "r/a.json")
    assert found.detail == "made by another recipe, older"


def test_a_report_on_a_settled_source_is_stale() -> None:
    both = {"thumb": CURRENT, "large": CURRENT}
    for report in (REPORTED, REPORTED_BEFORE, REPORTED_BY_ANOTHER):
        assert short(judged(both, report)) == [("stale", None)]


def test_older_outputs_of_a_rejected_source_stay_or_go_with_on_delete() -> None:
    seen = {"thumb": OLD_SOURCE}
    assert short(judged(seen, REPORTED)) == [("rejected", None)]
    removed = judged(seen, REPORTED, OnDelete.REMOVE)
    assert short(removed) == [("stale", "thumb"), ("rejected", None)]


def test_leftovers_are_problems_where_outputs_are_removed() -> None:
    assert problems(OnDelete.KEEP) == {Finding.MISSING, Finding.STALE}
    assert problems(OnDelete.REMOVE) == set(Finding) - {Finding.REJECTED, Finding.UNWIRED}
