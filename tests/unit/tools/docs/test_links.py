from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools import files
from tools.docs import links

PAGE = "# How it is\n\n## `audit`: what, and *why*\n\n## Twice\n\n## Twice\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with one page, which nothing leads to yet."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/page.md").write_text(PAGE)
    (tmp_path / "docs/picture.png").touch()
    return tmp_path


@pytest.mark.parametrize(
    "text",
    [
        "[a](docs/page.md), [b](./docs/page.md#how-it-is), [c](docs/) and ![d](docs/picture.png)",
        "[a](docs/page.md#audit-what-and-why)",
        "[a](docs/page.md#twice) and [b](docs/page.md#twice-1)",
        "# Here\n\n[here](#here)",
        "| a |\n|---|\n| [b](docs/page.md) |",
        "See docs/page.md. Or `docs/*.md`, or docs/page.md#how-it-is, or `README.md`.",
        "[far](https://example.org/docs/gone.md#x), <mailto:a@example.org>",
        "```hcl\n# [no](link)\n```",
        "s3://bucket/docs/gone.jpg, <prefix>docs/gone.md, other/gone.md, a/docs/gone.md",
        "`page.md` and `README.md`",
    ],
)
def test_what_leads_somewhere(root: Path, text: str) -> None:
    (root / "README.md").write_text(text)
    assert links.problems(root) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n[a](docs/gone.md)", "README.md:2: docs/gone.md is not there"),
        ("[a\nb](gone.md)", "README.md:1: gone.md is not there"),
        ("![a](docs/gone.png)", "README.md:1: docs/gone.png is not there"),
        ("| a |\n|---|\n| [b](gone.md) |", "README.md:3: gone.md is not there"),
        ("[a](#gone)", "README.md:1: #gone: no heading of README.md makes that anchor"),
        ("[a]\n\n[a]: gone.md", "README.md:1: gone.md is not there"),
        (
            "[a](./docs/page.md#twice-2)",
            "README.md:1: ./docs/page.md#twice-2: no heading of page.md makes that anchor",
        ),
        ("a\nsee docs/gone.md.", "README.md:2: docs/gone.md is not there"),
        ("docs/gone*.md", "README.md:1: docs/gone*.md is not there"),
        ("`gone.py`", "README.md:1: no file of the project is called gone.py"),
    ],
)
def test_what_leads_nowhere(root: Path, text: str, said: str) -> None:
    (root / "README.md").write_text(text)
    assert said in links.problems(root)


@pytest.mark.parametrize("name", ["main.tf", "docs/conf.py"])
def test_comments_and_messages_may_name_pages(root: Path, name: str) -> None:
    (root / name).write_text("# docs/page.md\n# see docs/page.md#gone and docs/gone.md\n")
    assert links.problems(root) == [
        f"{name}:2: docs/page.md#gone: no heading of page.md makes that anchor",
        f"{name}:2: docs/gone.md is not there",
    ]


def test_the_changelog_may_name_what_is_gone_but_not_link_to_it(root: Path) -> None:
    (root / "CHANGELOG.md").write_text("docs/gone.md\n\n[gone](docs/gone.md)\n")
    assert links.problems(root) == ["CHANGELOG.md:3: docs/gone.md is not there"]


def test_a_page_that_moves_is_missed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "README.md").write_text("[a](docs/page.md)\n")
    assert links.main(root) == 0
    (root / "docs/page.md").rename(root / "docs/elsewhere.md")
    assert links.main(root) == 1
    assert "README.md:1: docs/page.md is not there\n" in capsys.readouterr().err


def test_files_without_git(root: Path) -> None:
    for made in (
        "build/a.md",
        ".venv/a.md",
        "docs/__pycache__/a.pyc",
        "dist/a.zip",
        "tools/build/a.py",
    ):
        (root / made).parent.mkdir(parents=True, exist_ok=True)
        (root / made).touch()
    assert files.names(root) == ["docs/page.md", "docs/picture.png", "tools/build/a.py"]


def test_files_of_a_checkout(root: Path) -> None:
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    (root / ".gitignore").write_text("*.png\n")
    (root / "docs/Été 1.md").touch()
    assert files.names(root) == [".gitignore", "docs/page.md", "docs/Été 1.md"]
    subprocess.run(["git", "-C", str(root), "add", "."], check=True)
    (root / "docs/page.md").unlink()
    assert files.names(root) == [".gitignore", "docs/Été 1.md"]
