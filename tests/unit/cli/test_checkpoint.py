from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from thumbnailer_cli.backfill.checkpoint import Checkpoint, read_checkpoint, write_checkpoint
from thumbnailer_cli.shared.errors import CommandError

NEW = Checkpoint("https://queue", "pictures", "uploads/", None)


def test_without_a_file_a_backfill_begins_anew(tmp_path: Path) -> None:
    assert read_checkpoint(tmp_path / "none", NEW) == NEW


@pytest.mark.parametrize("suffixes", [None, (".jpg", ".JPG")])
def test_what_is_written_is_read(tmp_path: Path, suffixes: tuple[str, ...] | None) -> None:
    new = replace(NEW, suffixes=suffixes)
    path = tmp_path / "checkpoint"
    write_checkpoint(path, new.moved(["uploads/é", "uploads/\n"]))
    assert read_checkpoint(path, new) == replace(new, after="uploads/\n", sent=2)


@pytest.mark.parametrize(
    "other",
    [
        replace(NEW, queue_url="https://other"),
        replace(NEW, bucket="others"),
        replace(NEW, prefix="uploads/trip/"),
        replace(NEW, suffixes=(".jpg",)),
    ],
)
def test_a_checkpoint_of_another_backfill_is_refused(tmp_path: Path, other: Checkpoint) -> None:
    path = tmp_path / "checkpoint"
    write_checkpoint(path, other)
    with pytest.raises(
        CommandError, match=r"the checkpoint of another backfill: \w+ is .* in the file, .* now"
    ):
        read_checkpoint(path, NEW)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "[]",
        "{}",
        '{"version": 2}',
        json.dumps({"version": 1, "after": "x"}),
        json.dumps({"version": 1, "after": 1, "sent": 1, "finished": False}),
        json.dumps({"version": 1, "after": "", "sent": 1, "finished": False, "more": 1}),
    ],
)
def test_what_is_no_checkpoint_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "checkpoint"
    path.write_text(text)
    with pytest.raises(CommandError, match="is not a checkpoint of this command"):
        read_checkpoint(path, NEW)


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(
        CommandError, match=r"cannot write --checkpoint .*: No such file or directory"
    ):
        write_checkpoint(tmp_path / "none" / "checkpoint", NEW)
    with pytest.raises(CommandError, match=r"cannot read --checkpoint .*: Is a directory"):
        read_checkpoint(tmp_path, NEW)
