"""README.md is a front page: short, with a picture, two commands and one configuration."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from PIL import Image

from tools.build import release
from tools.paths import ROOT

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
FRONT, _, REFERENCE = TEXT.partition("\n## Reference\n")
BLOCKS = {
    token.info: token.content.splitlines()
    for token in MarkdownIt("commonmark").parse(FRONT)
    if token.type == "fence"
}


def test_it_is_read_in_a_few_minutes() -> None:
    assert len(FRONT.encode()) <= 6_000
    assert REFERENCE


def test_the_reference_is_folded_away() -> None:
    written = re.sub(r"<details>.*?</details>", "", REFERENCE, flags=re.DOTALL)
    assert set(written.split("\n")) == {"", "### Variables", "### Outputs"}
    # Without an empty line, Git hosts show what is in it as it is written.
    assert re.findall(r"</summary>\n(?!\n)|(?<!\n)\n</details>", REFERENCE) == []


def test_two_commands_and_fifteen_lines_of_a_release() -> None:
    assert set(BLOCKS) == {"sh", "hcl"}
    assert [line.split("#")[0].strip() for line in BLOCKS["sh"]] == ["make demo", "make test"]
    assert len(BLOCKS["hcl"]) <= 15
    [source] = [line for line in BLOCKS["hcl"] if "source =" in line]
    assert re.search(rf'"https://[^"]+/{release.NAME}-\d+\.\d+\.\d+-arm64\.zip"', source)


def test_the_picture_is_small() -> None:
    [name] = re.findall(r"!\[[^\]]+\]\((\S+)\)", FRONT)
    assert (ROOT / name).stat().st_size <= 150_000
    with Image.open(ROOT / name) as picture:
        assert picture.width >= 800


def test_it_leads_to_every_page() -> None:
    pages = {f"docs/{path.name}" for path in ROOT.glob("docs/*.md")}
    assert pages <= set(re.findall(r"\]\((docs/[\w.-]+)\)", FRONT))
