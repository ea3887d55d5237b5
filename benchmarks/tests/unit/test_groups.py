"""Which pictures a ratio is over, and how it is made."""

from __future__ import annotations

import pytest

from benchmarks.cases import RATIOS
from benchmarks.compared import single, table
from benchmarks.groups import GROUPS, by_kind, compare


def facts(kind: str, width: int = 4000, *, progressive: bool = False) -> dict[str, object]:
    form = kind.split("-", maxsplit=1)[0]
    return {
        "kind": kind,
        "format": form,
        "width": width,
        "height": 10,
        "progressive": progressive,
    }


FACTS = {
    "a": facts("jpeg-large"),
    "b": facts("jpeg-large", progressive=True),
    "c": facts("jpeg-mosaic"),
    "d": facts("png-logo"),
    "e": facts("jpeg-small", 1700),
}
ROWS = {
    "a": {"ours": 1.0, "libvips": 2.0},
    "b": {"ours": 3.0, "libvips": 4.0},
    "d": {"ours": 5.0, "libvips": 5.0, "sharp": 10.0},
}


@pytest.mark.parametrize(
    ("group", "members"),
    [("jpeg", {"a", "b", "e"}), ("png", {"d"}), ("jpeg_eighth", {"a"})],
)
def test_mosaics_are_in_no_group(group: str, members: set[str]) -> None:
    assert {name for name in FACTS if GROUPS[group](FACTS[name])} == members


def test_every_ratio_is_over_a_group() -> None:
    assert {ratio.group for ratio in RATIOS.values()} == set(GROUPS)


def test_the_total_weighs_pictures_by_their_time_and_the_median_does_not() -> None:
    compared = compare(ROWS, "libvips")
    assert compared is not None
    assert (compared.total, compared.median, compared.pictures) == (9 / 11, 0.75, 3)


def test_a_peer_is_compared_over_the_pictures_that_it_did() -> None:
    compared = compare(ROWS, "sharp")
    assert compared is not None
    assert (compared.total, compared.pictures) == (0.5, 1)
    assert compare(ROWS, "seed_resize") is None


def test_rows_are_parted_by_kind() -> None:
    assert {kind: list(rows) for kind, rows in by_kind(ROWS, FACTS).items()} == {
        "jpeg-large": ["a", "b"],
        "png-logo": ["d"],
    }


def test_the_table_has_a_line_for_each_kind_and_each_format() -> None:
    lines = table("five", ROWS, FACTS).splitlines()
    assert lines[0] == "| five | pictures | ours, ms | / libvips | / sharp |"
    assert lines[2:] == [
        "| jpeg-large | 2 | 2000.0 | 0.67 (0.62) |  |",
        "| png-logo | 1 | 5000.0 | 1.00 (1.00) | 0.50 (0.50) |",
        "| all jpeg but mosaics | 2 | 2000.0 | 0.67 (0.62) |  |",
        "| all png but mosaics | 1 | 5000.0 | 1.00 (1.00) | 0.50 (0.50) |",
    ]


def test_single_pictures_are_told_too() -> None:
    assert single("five", ROWS).splitlines()[2] == "| a | 1000.0 | 0.50 |  |"
