"""Looks into the archives."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

KIB = 1024
UNCHECKED_HASH = 1  # PEP 552


def names(archive: Path) -> list[str]:
    """The names of all members, none of which is damaged."""
    with zipfile.ZipFile(archive) as content:
        assert content.testzip() is None
        return content.namelist()


def bytecode(archive: Path | BytesIO) -> dict[str, bytes]:
    """The compiled modules, by their names."""
    with zipfile.ZipFile(archive) as content:
        return {name: content.read(name) for name in content.namelist() if name.endswith(".pyc")}


def modules(function: Path) -> dict[str, bytes]:
    """The compiled modules of the function's package, by their names in it."""
    with zipfile.ZipFile(function) as content:
        return bytecode(BytesIO(content.read("thumbnailer/modules.zip")))
