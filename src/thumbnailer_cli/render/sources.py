"""Finds the local files to render, and the keys that they would have in the bucket."""

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
    """The given files, and the files below the given folders.

    Skips links to folders, which could form a loop, and hidden files and folders, unless they are
    given themselves. Files that are not images are included; the renderer rejects them.

    Args:
        given: files, whose key is their name, and folders; the key of a file in a folder is its
            path below that folder.
        ours: files and folders, resolved, that the command writes. They are never sources, because
            otherwise a second run would create thumbnails of thumbnails.
        out: skipped if it is below a given folder.
        uploads_prefix: the beginning of all keys.

    Raises:
        CommandError: if a given path cannot be read, or there are no files.
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
            problems.append(f"cannot read {error.filename or path}: {error.strerror}")
        except RuntimeError:  # pathlib raises it for a symbolic link to itself
            problems.append(f"{path} is a symbolic link to itself")
    if not found and not problems:
        problems.append(f"no files in {', '.join(map(str, given))}")
    if problems:
        raise CommandError(*problems)
    return list(found.values())


def _given_problem(path: Path, ours: Collection[Path]) -> str | None:
    resolved = path.resolve()
    if any(resolved.is_relative_to(mine) for mine in ours):
        return "is an output of this command; use another --out"
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
