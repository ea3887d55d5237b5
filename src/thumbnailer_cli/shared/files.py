"""Writing files whole or not at all."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place and move it there: no reader ever sees a part of it.

    Raises:
        OSError: when it cannot be written; what was there before then still is.
    """
    # Not tempfile's: its files are for their owner's eyes only, and the mode would stay.
    temporary = path.with_name(f".thumbnailer-{secrets.token_hex(8)}")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def ignores_case(folder: Path) -> bool:
    """Whether `a` and `A` are one file in a folder, as on most Macs and on Windows.

    Raises:
        OSError: when nothing can be written to the folder.
    """
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".thumbnailer-") as probe:
        path = Path(probe.name)
        return path.with_name(path.name.upper()).exists()
