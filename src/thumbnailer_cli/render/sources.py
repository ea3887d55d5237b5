"""The local files to render, and the keys that they would have in the bucket."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from thumbnailer_cli.shared.errors import CommandError


@dataclass(frozen=True)
class LocalSource:
    """A file, and the key that it would have as a source."""

    path: Path
    key: str


def find_sources(
    given: Sequence[Path], ours: Collection[Path], out: Path, uploads_prefix: str
) -> list[LocalSource]:
    """The files that are given, and those below the folders that are.

    Hidden files and folders are skipped unless they are given themselves, and so are links to
    folders, which could form a loop. Files that are not images are found as well, for the core to
    reject.

    Args:
        given: files, whose key is their name, and folders, below which the key is the path.
        ours: files and folders, resolved, that the command writes. They are never sources, else a
            second run would make thumbnails of thumbnails.
        out: skipped as well where it lies below a folder that is given.
        uploads_prefix: what all keys begin with.

    Raises:
        CommandError: when something given cannot be read, or there are no files at all.
    """
    found: dict[tuple[Path, str], LocalSource] = {}
    problems: list[str] = []
    skipped = {*ours, out.resolve()}
    for path in given:
        try:
            problem = _given_problem(path, ours)
            if problem:
                problems.append(f"{path} {problem}")
                continue
            for source in _walk(path, skipped, uploads_prefix):
                found.setdefault((source.path.resolve(), source.key), source)
        except OSError as error:
            problems.append(f"{error.filename or path} cannot be read: {error.strerror}")
        except RuntimeError:  # what pathlib raises for a link that leads to itself
            problems.append(f"{path} is a symbolic link to itself")
    if not found and not problems:
        problems.append(f"there are no files in {', '.join(map(str, given))}")
    if problems:
        raise CommandError(*problems)
    return list(found.values())


def _given_problem(path: Path, ours: Collection[Path]) -> str | None:
    resolved = path.resolve()
    if any(resolved.is_relative_to(mine) for mine in ours):
        return "is where this command writes to; use another --out"
    if path.is_dir() or path.is_file():
        return None
    return "is neither a file nor a folder" if path.exists() else "does not exist"


def _walk(path: Path, skipped: Collection[Path], uploads_prefix: str) -> Iterator[LocalSource]:
    if not path.is_dir():
        yield LocalSource(path, uploads_prefix + path.name)
        return
    for name, folders, files in os.walk(path, onerror=_raise):
        folder = Path(name)
        place = folder.resolve()
        folders[:] = sorted(child for child in folders if _visible(place / child, skipped))
        for file in sorted(files):
            found = folder / file
            if _visible(place / file, skipped) and found.is_file():
                yield LocalSource(found, uploads_prefix + found.relative_to(path).as_posix())


def _visible(path: Path, skipped: Collection[Path]) -> bool:
    return not path.name.startswith(".") and path not in skipped


def _raise(error: OSError) -> None:
    raise error
