"""Draws docs/cost.png."""

from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt

from models.cost import bill, by_service, total
from models.deployments import EXAMPLES, VOLUMES

_COLOURS = {
    "Lambda": "#d1495b",
    "S3 requests": "#30638e",
    "S3 storage": "#6f9ac3",
    "SQS": "#2e8b57",
    "CloudWatch Logs": "#b58b00",
    "CloudWatch metrics": "#b0b0b0",
}
_POINTS = 61


def draw(path: Path) -> None:
    """Draw what a million pictures cost, and how that changes with their number.

    Args:
        path: the PNG to write.
    """
    figure, (left, right) = plt.subplots(1, 2, figsize=(12, 4.5), layout="constrained")
    _shares(left)
    _lines(right)
    figure.savefig(path, dpi=110, metadata={"Software": None})
    plt.close(figure)


def _shares(axes: Any) -> None:
    bottoms = [0.0] * len(EXAMPLES)
    names = [f"{d.name} ({d.variants})" for d in EXAMPLES]
    bills = [by_service(bill(d, VOLUMES[1])) for d in EXAMPLES]
    for service, colour in _COLOURS.items():
        heights = [lines[service] for lines in bills]
        axes.bar(names, heights, 0.6, bottoms, label=service, color=colour)
        bottoms = [a + b for a, b in zip(bottoms, heights, strict=True)]
    axes.set_title("US dollars a month, 1 million pictures (variants)")
    axes.legend(fontsize=8)
    axes.grid(axis="y", alpha=0.3)


def _lines(axes: Any) -> None:
    exponents = [3 + 6 * step / (_POINTS - 1) for step in range(_POINTS)]
    volumes = [10**exponent for exponent in exponents]
    for deployment, colour in zip(EXAMPLES, _COLOURS.values(), strict=False):
        dollars = [total(deployment, v) / v * 1e6 for v in volumes]
        axes.plot(volumes, dollars, label=deployment.name, color=colour)
        free = [total(deployment, v, free_tier=True) / v * 1e6 for v in volumes]
        axes.plot(volumes, free, "--", color=colour, linewidth=1)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_ylim(bottom=1)
    axes.set_xlabel("pictures a month")
    axes.set_title("US dollars for a million pictures (dashed: with the free tier)")
    axes.legend(fontsize=8)
    axes.grid(alpha=0.3)
