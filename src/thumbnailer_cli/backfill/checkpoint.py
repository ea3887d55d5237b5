"""Stores the progress of a backfill in a file, so that another run can continue it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from thumbnailer_cli.shared.errors import CommandError
from thumbnailer_cli.shared.files import write_whole

_VERSION = 1


@dataclass(frozen=True)
class Checkpoint:
    """The progress of one backfill.

    Attributes:
        queue_url: the URL of the deployment's queue.
        bucket: the bucket of the sources.
        prefix: the prefix of the keys.
        suffixes: the suffixes of the keys; None for all keys.
        after: the last key up to which all keys have been sent; "" if none has.
        sent: the number of keys sent.
        finished: whether all keys have been sent.
    """

    queue_url: str
    bucket: str
    prefix: str
    suffixes: tuple[str, ...] | None
    after: str = ""
    sent: int = 0
    finished: bool = False

    def moved(self, keys: list[str]) -> Checkpoint:
        """The checkpoint after these keys, which follow in order, have been sent."""
        return replace(self, after=keys[-1], sent=self.sent + len(keys))


def read_checkpoint(path: Path, new: Checkpoint) -> Checkpoint:
    """The checkpoint in a file, or `new` if the file does not exist.

    Raises:
        CommandError: if the file is not a checkpoint, or is the checkpoint of another backfill.
    """
    try:
        document = json.loads(path.read_bytes())
    except FileNotFoundError:
        return new
    except OSError as error:
        raise CommandError(f"cannot read --checkpoint {path}: {error.strerror}") from None
    except ValueError:
        document = None
    old = _parsed(document)
    if old is None:
        raise CommandError(f"--checkpoint {path} is not a checkpoint of this command")
    differ = [
        f"{name} is {getattr(old, name)!r} in the file, {getattr(new, name)!r} now"
        for name in ("queue_url", "bucket", "prefix", "suffixes")
        if getattr(old, name) != getattr(new, name)
    ]
    if differ:
        raise CommandError(
            f"--checkpoint {path} is the checkpoint of another backfill: {'; '.join(differ)};"
            " use another file"
        )
    return old


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Write a checkpoint to a file atomically.

    Raises:
        CommandError: if the file cannot be written.
    """
    try:
        write_whole(path, json.dumps({"version": _VERSION, **asdict(checkpoint)}).encode())
    except OSError as error:
        raise CommandError(f"cannot write --checkpoint {path}: {error.strerror}") from None


def _parsed(document: Any) -> Checkpoint | None:
    if not isinstance(document, dict) or document.pop("version", None) != _VERSION:
        return None
    if isinstance(document.get("suffixes"), list):
        document["suffixes"] = tuple(document["suffixes"])
    after, sent, finished = (document.get(name) for name in ("after", "sent", "finished"))
    if not (isinstance(after, str) and isinstance(sent, int) and isinstance(finished, bool)):
        return None
    try:
        return Checkpoint(**document)
    except TypeError:
        return None
