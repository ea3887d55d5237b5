"""The ratios as bars, by kind of picture, one panel per format and case."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt

from benchmarks.cases import RATIOS, Ratio
from benchmarks.groups import by_kind, compare

_COLOURS = {
    "libvips": "#30638e",
    "libvips_cascade": "#6f9ac3",
    "sharp": "#2e8b57",
    "before": "#d1495b",
}


def draw(results: dict[str, Any], path: Path) -> None:
    """Draw what was measured.

    Args:
        results: the content of build/bench.json.
        path: the PNG to write.
    """
    figure, axes = plt.subplots(2, 2, figsize=(14, 9), layout="constrained")
    for row, case in enumerate(results["seconds"]):
        kinds = by_kind(results["seconds"][case], results["pictures"])
        for column, form in enumerate(("jpeg", "png")):
            chosen = {kind: rows for kind, rows in kinds.items() if kind.startswith(f"{form}-")}
            _panel(axes[row][column], form, case, chosen)
    figure.suptitle(
        "Time from a file's bytes to its renditions', ours / peer's, of the sums over each kind"
        " (below 1: ours is faster; dashed: targets, for all kinds together)"
    )
    figure.savefig(path, dpi=110)
    plt.close(figure)


def _panel(
    axes: Any, form: str, case: str, kinds: Mapping[str, Mapping[str, Mapping[str, float]]]
) -> None:
    compared = {
        peer: [compare(rows, peer) for rows in kinds.values()]
        for peer in _COLOURS
        if any(peer in row for rows in kinds.values() for row in rows.values())
    }
    width = 0.85 / max(len(compared), 1)
    for index, (peer, values) in enumerate(compared.items()):
        places = [place + index * width for place in range(len(kinds))]
        heights = [value.total if value else 0.0 for value in values]
        axes.bar(places, heights, width, label=peer, color=_COLOURS[peer])
        target = next((r.target for r in RATIOS.values() if _is(r, form, case, peer)), None)
        if target:
            axes.axhline(target, color=_COLOURS[peer], linestyle="--", linewidth=1)
    names = [kind.split("-", maxsplit=1)[1] for kind in kinds]
    axes.set_xticks([place + 0.4 for place in range(len(names))], names, rotation=20, ha="right")
    axes.axhline(1, color="black", linewidth=0.8)
    axes.set_title(f"{form.upper()}, {case}")
    axes.legend(fontsize=8)
    axes.grid(axis="y", alpha=0.3)


def _is(ratio: Ratio, form: str, case: str, peer: str) -> bool:
    return (ratio.group, ratio.case, ratio.peer) == (form, case, peer)
