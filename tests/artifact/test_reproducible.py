"""The same inputs give the same bytes, whoever builds where and when."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tools import build
from tools.build import Artifacts
from tools.paths import SOURCE

LONG_AGO = 1_000_000_000


def test_another_umask_path_and_time_give_the_same_bytes(
    each_artifacts: Artifacts, tmp_path: Path
) -> None:
    source = tmp_path / "some where else" / "src"
    shutil.copytree(SOURCE, source, ignore=shutil.ignore_patterns("__pycache__"))
    for path in source.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
        path.chmod(0o700)
    previous = os.umask(0o077)
    try:
        again = build.build(
            each_artifacts.arch, each_artifacts.python, tmp_path / "out put", source
        )
    finally:
        os.umask(previous)
    assert again.function.read_bytes() == each_artifacts.function.read_bytes()
    assert again.layer.read_bytes() == each_artifacts.layer.read_bytes()


def test_a_changed_source_gives_other_bytes(artifacts: Artifacts, tmp_path: Path) -> None:
    source = tmp_path / "src"
    shutil.copytree(SOURCE, source, ignore=shutil.ignore_patterns("__pycache__"))
    with (source / "thumbnailer/handler.py").open("a") as file:
        file.write("CHANGED = True\n")
    changed = build.build(artifacts.arch, artifacts.python, tmp_path / "out", source)
    assert changed.function.read_bytes() != artifacts.function.read_bytes()
    assert changed.layer.read_bytes() == artifacts.layer.read_bytes()
