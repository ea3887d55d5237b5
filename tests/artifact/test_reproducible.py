"""The same inputs give the same bytes, whoever builds where and when."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tools.build import zips
from tools.build.zips import Artifacts
from tools.errors import ToolError
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
        again = zips.build(each_artifacts.arch, each_artifacts.python, tmp_path / "out put", source)
    finally:
        os.umask(previous)
    assert again.function.read_bytes() == each_artifacts.function.read_bytes()
    assert again.layer.read_bytes() == each_artifacts.layer.read_bytes()


@pytest.mark.parametrize(
    ("file", "change", "changed"),
    [
        ("thumbnailer/handler.py", "CHANGED = True\n", "function"),
        ("thumbnailer_native/scanlines.c", "int changed(void) { return 1; }\n", "layer"),
    ],
)
def test_a_changed_source_gives_other_bytes(
    file: str, change: str, changed: str, artifacts: Artifacts, tmp_path: Path
) -> None:
    source = tmp_path / "src"
    shutil.copytree(SOURCE, source, ignore=shutil.ignore_patterns("__pycache__"))
    with (source / file).open("a") as text:
        text.write(change)
    made = zips.build(artifacts.arch, artifacts.python, tmp_path / "out", source)
    same = {
        "function": made.function.read_bytes() == artifacts.function.read_bytes(),
        "layer": made.layer.read_bytes() == artifacts.layer.read_bytes(),
    }
    assert same == {name: name != changed for name in same}


def test_c_that_does_not_compile_is_told(artifacts: Artifacts, tmp_path: Path) -> None:
    source = tmp_path / "src"
    shutil.copytree(SOURCE, source, ignore=shutil.ignore_patterns("__pycache__"))
    (source / "thumbnailer_native/scanlines.c").write_text("int unfinished(\n")
    with pytest.raises(ToolError, match=r"does not compile for .*\nscanlines.c:1"):
        zips.build(artifacts.arch, artifacts.python, tmp_path / "out", source)
