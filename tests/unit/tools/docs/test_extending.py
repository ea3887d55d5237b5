"""docs/development/extending.md names files that are there, and as many as it says."""

from __future__ import annotations

import re

import pytest

from tools.paths import ROOT

DOCUMENT = (ROOT / "docs/development/extending.md").read_text()
FOLDERS = ("src", "modules", "docs", "tests", "tools", "requirements")
FILES = {
    name
    for name in re.findall(r"`([\w./<>]+\.\w+)`", DOCUMENT)
    if name.split("/")[0] in FOLDERS or "/" not in name
}
COUNTS = re.findall(r"^\| \[([\w ]+)\]\(#([\w-]+)\) \| (\d+) \|$", DOCUMENT, re.MULTILINE)
SECTIONS = {
    title.lower(): text
    for title, text in re.findall(
        r"^## (.*?)\n(.*?)(?=^## |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL
    )
}


def test_there_is_something_to_check() -> None:
    assert len(FILES) > 10
    assert {title for title, _, _ in COUNTS} == set(SECTIONS)


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_that_is_named_is_there(name: str) -> None:
    # <name> stands for that of what is added: another one of its kind is there.
    assert list(ROOT.glob(name.replace("<name>", "[a-z]*")))


@pytest.mark.parametrize(("title", "anchor", "count"), COUNTS)
def test_as_many_files_are_listed_as_are_counted(title: str, anchor: str, count: str) -> None:
    assert anchor == title.replace(" ", "-")
    listed = re.findall(r"^(\d+)\. `([\w./<>]+)`: ", SECTIONS[title], re.MULTILINE)
    assert [int(number) for number, _ in listed] == list(range(1, int(count) + 1))
    assert {name for _, name in listed} <= FILES
