"""Which pictures a ratio is over, and the ratio itself."""

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.cases import CASES

# A thumbnail is made from JPEGs of this side or more at an eighth: it leaves 1.45 times its side.
_EIGHTH_FROM = CASES["thumb"][0] * 8 * 1.45

# What is known of a picture: `corpus.facts`.
Facts = Mapping[str, Any]


def _everyday(facts: Facts) -> bool:
    """Mosaics, large and alike, have tables of their own."""
    return not facts["kind"].endswith("-mosaic")


def _eighth(facts: Facts) -> bool:
    large = max(facts["width"], facts["height"]) >= _EIGHTH_FROM
    return facts["format"] == "jpeg" and large and not facts["progressive"]


GROUPS: dict[str, Callable[[Facts], bool]] = {
    "jpeg": lambda facts: facts["format"] == "jpeg" and _everyday(facts),
    "png": lambda facts: facts["format"] == "png" and _everyday(facts),
    "jpeg_eighth": lambda facts: _eighth(facts) and _everyday(facts),
}


@dataclass(frozen=True)
class Compared:
    """Ours against a peer, over some pictures.

    Attributes:
        total: the sum of our seconds over the sum of the peer's.
        median: of the ratios of single pictures.
        pictures: how many.
    """

    total: float
    median: float
    pictures: int


def compare(rows: Mapping[str, Mapping[str, float]], peer: str) -> Compared | None:
    """Compare ours with a peer.

    Args:
        rows: by picture, the seconds by peer.
        peer: a name in PEERS.

    Returns:
        Nothing where the peer did none of these pictures.
    """
    both = [(row["ours"], row[peer]) for row in rows.values() if peer in row]
    if not both:
        return None
    return Compared(
        total=sum(ours for ours, _ in both) / sum(theirs for _, theirs in both),
        median=statistics.median(ours / theirs for ours, theirs in both),
        pictures=len(both),
    )


def by_kind(
    rows: Mapping[str, Mapping[str, float]], facts: Mapping[str, Facts]
) -> dict[str, dict[str, Mapping[str, float]]]:
    """Part rows by the kinds of their pictures, in the order in which they come."""
    parted: dict[str, dict[str, Mapping[str, float]]] = {}
    for name, row in rows.items():
        parted.setdefault(facts[name]["kind"], {})[name] = row
    return parted
