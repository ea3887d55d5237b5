"""What pages repeat of the measurements."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.docs import measured
from tools.errors import ToolError

ROWS = """
| ratio | measured | target |
| --- | --- | --- |
| `jpeg_thumb_vs_libvips` | 0.75 | ≤ 0.85 |
| `jpeg_thumb_vs_sharp` | 0.71 | |
| `png_thumb_vs_sharp` | 0.80 | |
| `jpeg_five_vs_libvips_cascade` | 0.91 | |
| `png_five_vs_sharp` | 0.24 | |
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / measured.MEASUREMENTS
    path.parent.mkdir(parents=True)
    path.write_text(ROWS)
    return path


def test_the_ratios_stand_in_the_table_as_they_were_measured(tmp_path: Path, page: Path) -> None:
    assert measured.speed(tmp_path).splitlines()[2:] == [
        "| JPEG, one thumbnail | 0.75 |  | 0.71 |",
        "| PNG, one thumbnail |  |  | 0.80 |",
        "| JPEG, five sizes |  | 0.91 |  |",
        "| PNG, five sizes |  |  | 0.24 |",
    ]
    page.write_text(ROWS.replace("0.80", "1.20"))
    assert "| PNG, one thumbnail |  |  | 1.20 |" in measured.speed(tmp_path)


def test_a_task_that_was_not_measured(tmp_path: Path, page: Path) -> None:
    page.write_text(ROWS.replace("png_five", "png_six"))
    with pytest.raises(ToolError, match="has no ratio of png_five"):
        measured.speed(tmp_path)
    page.write_text("")
    with pytest.raises(ToolError, match="has no rows"):
        measured.speed(tmp_path)
