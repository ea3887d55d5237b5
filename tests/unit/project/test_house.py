"""Every file that somebody writes is short enough to be read at once."""

from __future__ import annotations

import re

from tools import files
from tools.docs import markers
from tools.paths import ROOT

MOST_LINES = 330

# By whole paths, each with the reason why nobody reads them from beginning to end.
EXEMPT = {
    r"requirements/[\w-]+\.txt": "written by `make locks`",
    r"benchmarks/package-lock\.json": "written by npm",
}


def lines(name: str) -> int:
    """How many lines a text has that somebody writes; none for pictures and the like."""
    data = (ROOT / name).read_bytes()
    if b"\0" in data:
        return 0
    text = data.decode()
    if name.endswith(".md"):
        text = markers.fill(text, lambda _: "").text
    return text.count("\n")


def test_no_file_is_longer_than_can_be_read_at_once() -> None:
    long = {name for name in files.names(ROOT) if lines(name) > MOST_LINES}
    assert {name for name in long if not any(re.fullmatch(e, name) for e in EXEMPT)} == set()
    assert [e for e in EXEMPT if not any(re.fullmatch(e, name) for name in long)] == []
