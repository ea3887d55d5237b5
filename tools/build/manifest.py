"""What the archives in a directory were built for: manifest.json, which Terraform compares."""

import fcntl
import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

from thumbnailer import __version__

NAME = "manifest.json"


def record(paths: Sequence[Path], python: str, arch: str | None = None) -> None:
    """Add archives to the manifest of their directory; others that are still there stay in it.

    Args:
        paths: the archives, in one directory.
        python: the Python version that they are for.
        arch: the architecture that they are for; None for any.
    """
    directory = paths[0].parent
    architecture = {"architecture": arch} if arch else {}
    added = {
        path.name: architecture
        | {
            "python": python,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "version": __version__,
        }
        for path in paths
    }
    lock = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two builds at once lose nothing; closing it unlocks
        entries = _entries(directory) | added
        there = {name: entry for name, entry in entries.items() if (directory / name).is_file()}
        draft = directory / f".{NAME}.{os.getpid()}"
        draft.write_text(json.dumps(there, indent=2, sort_keys=True) + "\n")
        draft.replace(directory / NAME)
    finally:
        os.close(lock)


def _entries(directory: Path) -> dict[str, object]:
    try:
        entries = json.loads((directory / NAME).read_text())
    except (OSError, ValueError):
        return {}
    return entries if isinstance(entries, dict) else {}
