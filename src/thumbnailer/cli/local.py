"""Which local files are photos, and which keys they would have in the bucket."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from thumbnailer.cli.problems import CommandError

UPLOADS_PREFIX = "uploads/"


@dataclass(frozen=True)
class Photo:
    """A file, and the key that it would be uploaded to."""

    path: Path
    key: str


def find_photos(given: Sequence[Path], output_folders: Collection[Path]) -> list[Photo]:
    """The files that are given, and those below the folders that are.

    Hidden files and folders are skipped unless they are given themselves, and so are links to
    folders: they could lead in circles. What is no picture is found as well: saying so is the
    core's business.

    Args:
        given: files, whose key is their name, and folders, below which the key is the path.
        output_folders: what the renditions go to, resolved; never looked for photos, else a second
            run would make thumbnails of thumbnails.

    Raises:
        CommandError: when something given cannot be read, or there are no files at all.
    """
    found: dict[tuple[Path, str], Photo] = {}
    problems: list[str] = []
    for path in given:
        resolved = path.resolve()
        if any(resolved.is_relative_to(folder) for folder in output_folders):
            problems.append(f"{path} is where the thumbnails go to; choose another --out")
        elif path.is_dir():
            for photo in _below(path, output_folders, problems):
                found.setdefault((photo.path.resolve(), photo.key), photo)
        elif path.is_file():
            found.setdefault((resolved, path.name), Photo(path, UPLOADS_PREFIX + path.name))
        else:
            kind = "is neither a file nor a folder" if path.exists() else "does not exist"
            problems.append(f"{path} {kind}")
    if not found and not problems:
        problems.append(f"there are no files in {', '.join(map(str, given))}")
    if problems:
        raise CommandError(*problems)
    return list(found.values())


def _below(root: Path, output_folders: Collection[Path], problems: list[str]) -> Iterator[Photo]:
    def unreadable(error: OSError) -> None:
        problems.append(f"{error.filename} cannot be read: {error.strerror}")

    for name, folders, files in os.walk(root, onerror=unreadable):
        folder = Path(name)
        folders[:] = sorted(
            child
            for child in folders
            if not child.startswith(".") and (folder / child).resolve() not in output_folders
        )
        for file in sorted(files):
            path = folder / file
            if not file.startswith(".") and path.is_file():
                yield Photo(path, UPLOADS_PREFIX + path.relative_to(root).as_posix())
