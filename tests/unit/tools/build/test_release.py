from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from thumbnailer import __version__
from tools.build import release
from tools.docs import links
from tools.errors import ToolError
from tools.paths import ROOT


def git(directory: Path, *arguments: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *who, *arguments], cwd=directory, check=True, capture_output=True)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    git(tmp_path, "init")
    (tmp_path / "main.tf").write_text("")
    (tmp_path / "Makefile").write_text("")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "The module")
    return tmp_path


def test_a_clean_tree_is_released(tree: Path) -> None:
    release.check_clean(tree)
    assert release.tracked(tree) == ["main.tf"]


def test_what_git_does_not_track_is_not_released(tree: Path) -> None:
    (tree / "more.tf").write_text("")
    assert release.tracked(tree) == ["main.tf"]


@pytest.mark.parametrize("name", ["main.tf", "new.tf"])
def test_a_dirty_tree_is_refused_with_what_is_dirty(tree: Path, name: str) -> None:
    (tree / name).write_text("# changed\n")
    with pytest.raises(ToolError, match=rf"not clean.*\n.*{name}"):
        release.check_clean(tree)


@pytest.mark.parametrize("version", ["", "v" + __version__, "99.0.0"])
def test_another_version_than_the_sources_say_is_refused(version: str) -> None:
    with pytest.raises(ToolError) as refused:
        release.check_version(version)
    assert repr(version) in str(refused.value)
    assert f"src/thumbnailer/__init__.py says {__version__!r}" in str(refused.value)
    assert "set __version__ there, commit it" in str(refused.value)


def test_what_changes_while_it_is_built_is_refused(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(output: Path, root: Path) -> list[Path]:
        (root / "main.tf").write_text("# changed\n")
        return []

    monkeypatch.setattr(release, "make", make)
    with pytest.raises(ToolError, match="not clean"):
        release.release(__version__, tmp_path / "dist", tree)


def test_the_version_that_the_sources_say_is_released() -> None:
    release.check_version(__version__)


def test_a_directory_without_git_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="git status failed"):
        release.check_clean(tmp_path)


def test_the_links_of_what_is_released_lead_to_what_is_released(tmp_path: Path) -> None:
    """Where this fails, name the path as code, without a link: it is not in the archive."""
    for name in release.tracked():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    assert (tmp_path / "README.md").is_file()
    assert links.broken(tmp_path) == []
