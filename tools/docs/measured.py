"""What docs/development/measurements.md says, for pages that repeat it."""

import re
from pathlib import Path

from tools.docs.markdown import table
from tools.errors import ToolError

MEASUREMENTS = Path("docs/development/measurements.md")

_RATIO = re.compile(r"^\| `(\w+)` \| ([\d.]+) \|", re.MULTILINE)
_TASKS = {
    "JPEG, one thumbnail": "jpeg_thumb",
    "PNG, one thumbnail": "png_thumb",
    "JPEG, five sizes": "jpeg_five",
    "PNG, five sizes": "png_five",
}
_PEERS = {
    "libvips": "libvips",
    "libvips, written by hand for all sizes at once": "libvips_cascade",
    "sharp": "sharp",
}


def ratios(root: Path) -> dict[str, str]:
    """Read the ratios.

    Args:
        root: the directory of the project.

    Returns:
        Time(ours) / time(other) by name, as they are written there.

    Raises:
        ToolError: there are none.
    """
    found = dict(_RATIO.findall((root / MEASUREMENTS).read_text(encoding="utf-8")))
    if not found:
        raise ToolError(f"{MEASUREMENTS} has no rows of the form | `ratio` | 0.75 |")
    return found


def speed(root: Path) -> str:
    """Compare the time of tasks with the time that others take.

    Args:
        root: the directory of the project.

    Returns:
        A table; a cell is empty where nothing was measured.

    Raises:
        ToolError: a task was measured against nobody.
    """
    known = ratios(root)
    rows = [
        (task, *(known.get(f"{short}_vs_{peer}", "") for peer in _PEERS.values()))
        for task, short in _TASKS.items()
    ]
    for task, *cells in rows:
        if not any(cells):
            raise ToolError(f"{MEASUREMENTS} has no ratio of {_TASKS[task]}")
    return table(["Time relative to", *_PEERS], rows)
