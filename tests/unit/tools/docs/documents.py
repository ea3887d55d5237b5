"""Documents with markers for the tests of what is generated."""

from __future__ import annotations

from pathlib import Path


def section(name: str, body: str = "") -> str:
    return f"<!-- BEGIN generated: {name} -->\n{body}<!-- END generated: {name} -->\n"


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
