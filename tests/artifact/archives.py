"""Looks into the archives."""

from __future__ import annotations

import zipfile
from pathlib import Path

KIB = 1024
UNCHECKED_HASH = 1  # PEP 552


def names(archive: Path) -> list[str]:
    """The names of all members, none of which is damaged."""
    with zipfile.ZipFile(archive) as content:
        assert content.testzip() is None
        return content.namelist()


def bytecode(archive: Path) -> dict[str, bytes]:
    """The compiled modules, by their names."""
    with zipfile.ZipFile(archive) as content:
        return {name: content.read(name) for name in content.namelist() if name.endswith(".pyc")}


def wanted_bytecode(archive: Path, python: str) -> set[str]:
    """The names of the compiled modules of every source, as a version of Python looks for them."""
    tag = f"cpython-{python.replace('.', '')}"
    sources = [Path(name) for name in names(archive) if name.endswith(".py")]
    return {str(path.parent / "__pycache__" / f"{path.stem}.{tag}.pyc") for path in sources}
