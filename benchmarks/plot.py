"""The seconds as bars, one panel per format and case."""

from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt

_COLOURS = {
    "ours": "#d1495b",
    "libvips": "#30638e",
    "libvips_cascade": "#6f9ac3",
    "sharp": "#2e8b57",
    "seed_thumbnail": "#b0b0b0",
    "seed_resize": "#808080",
}


def draw(results: dict[str, Any], path: Path) -> None:
    """Draw what was measured.

    Args:
        results: the content of build/bench.json.
        path: the PNG to write.
    """
    figure, axes = plt.subplots(2, 2, figsize=(14, 9), layout="constrained")
    for row, case in enumerate(results["seconds"]):
        for column, form in enumerate(("jpeg", "png")):
            pictures = {
                name: row for name, row in results["seconds"][case].items() if name.startswith(form)
            }
            _panel(axes[row][column], f"{form.upper()}, {case}", pictures)
    figure.suptitle("Milliseconds from a file's bytes to its renditions' (median, one thread)")
    figure.savefig(path, dpi=110)
    plt.close(figure)


def _panel(axes: Any, title: str, pictures: dict[str, dict[str, float]]) -> None:
    peers = [peer for peer in _COLOURS if any(peer in row for row in pictures.values())]
    width = 0.85 / len(peers)
    for index, peer in enumerate(peers):
        places = [place + index * width for place in range(len(pictures))]
        heights = [row.get(peer, 0.0) * 1000 for row in pictures.values()]
        axes.bar(places, heights, width, label=peer, color=_COLOURS[peer])
    names = [name.split("-", maxsplit=1)[1] for name in pictures]
    axes.set_xticks([place + 0.4 for place in range(len(names))], names, rotation=20, ha="right")
    axes.set_title(title)
    axes.legend(fontsize=8)
    axes.grid(axis="y", alpha=0.3)
