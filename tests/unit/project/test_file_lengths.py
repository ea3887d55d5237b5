"""No file is longer than a person reads at once."""

from __future__ import annotations

from tools import files
from tools.paths import ROOT

MOST_LINES = 330
# Nobody reads these: tools write and check them.
LOCKS = (*ROOT.glob("requirements/*.txt"), ROOT / "benchmarks/package-lock.json")
NAMES = [
    name
    for name in files.names(ROOT)
    if ROOT / name not in LOCKS and b"\0" not in (ROOT / name).read_bytes()
]


def test_there_are_files_to_check() -> None:
    assert {"README.md", "main.tf", "src/thumbnailer/handler.py"} <= set(NAMES)


def test_every_file_is_short() -> None:
    lengths = {name: (ROOT / name).read_text(encoding="utf-8").count("\n") for name in NAMES}
    # Split what is too long by what it is about.
    assert not {name: lines for name, lines in lengths.items() if lines > MOST_LINES}
