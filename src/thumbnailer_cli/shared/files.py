"""Writes files atomically."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write a temporary file in the same folder and rename it: no reader sees an incomplete file.

    Raises:
        OSError: if the file cannot be written; an existing file is then unchanged.
    """
    # Not with `tempfile`, whose files only their owner can read, and renaming keeps the mode.
    temporary = path.with_name(f".thumbnailer-{secrets.token_hex(8)}")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def ignores_case(folder: Path) -> bool:
    """Whether `a` and `A` name the same file in a folder, as on most Macs and on Windows.

    Raises:
        OSError: if the folder is not writable.
    """
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".thumbnailer-") as probe:
        path = Path(probe.name)
        return path.with_name(path.name.upper()).exists()
