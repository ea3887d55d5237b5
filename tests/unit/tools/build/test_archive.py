from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import pytest

from tools.build import archive


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    for name, data in {
        "b/x.py": b"x = 1\n" * 100,
        "a.py": b"",
        "b.py": b"b",
        "lib.so.6": b"\x7fELF...",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


@pytest.mark.parametrize("deflate", [True, False])
def test_content_alone_decides_the_bytes(tree: Path, tmp_path: Path, deflate: bool) -> None:
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"
    archive.write(first, tree, deflate=deflate)
    for path in tree.rglob("*"):
        os.utime(path, (0, 0))
        path.chmod(0o700)
    archive.write(second, tree, deflate=deflate)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as content:
        assert content.testzip() is None
        assert content.namelist() == ["a.py", "b/x.py", "b.py", "lib.so.6"]
        assert content.read("b/x.py") == b"x = 1\n" * 100
        modes = {entry.filename: entry.external_attr >> 16 for entry in content.infolist()}
    assert modes == {
        "a.py": 0o100644,
        "b/x.py": 0o100644,
        "b.py": 0o100644,
        "lib.so.6": 0o100755,
    }


def test_deflated_bytes_do_not_depend_on_the_zlib(tmp_path: Path) -> None:
    # zlib 1.2.13, zlib-ng 2.3.3 and Chromium's zlib 1.3.1 all give this digest; with the usual
    # strategy each gives another one.
    text = "".join(f"{a} times {b} is {a * b}\n" for a in range(60) for b in range(60))
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree/x").write_bytes(text.encode())
    path = tmp_path / "1.zip"
    archive.write(path, tmp_path / "tree", deflate=True)
    with zipfile.ZipFile(path) as content:
        size = content.getinfo("x").compress_size
    header = 30 + len("x")
    digest = hashlib.sha256(path.read_bytes()[header : header + size]).hexdigest()
    assert digest == "43c6ab11a0c0587534bd21ea2afafc7e83d3adfa126ca54d1131e9e16db245ad"


def test_a_failure_leaves_the_old_archive(tree: Path, tmp_path: Path) -> None:
    path = tmp_path / "1.zip"
    archive.write(path, tree, deflate=False)
    before = path.read_bytes()
    (tree / "dangling").symlink_to("nowhere")
    with pytest.raises(FileNotFoundError):
        archive.write(path, tree, deflate=False)
    assert path.read_bytes() == before
