"""Pages and descriptions use the words of AWS's and Terraform's reference pages."""

from __future__ import annotations

import re

import pytest

from tools import files
from tools.docs import hcl
from tools.paths import ROOT

# What one would say aloud, and what a reference says instead.
SPOKEN = {
    r"\bnobody\b": "no one is named: say what is not allowed, or what does not happen",
    r"\bwhoever\b": "say who: you, the owner, a principal",
    r"\bwhat becomes of\b|\bwhat (?:came|comes) of it\b": "name it: the outcome",
    r"\bfor ever\b": "forever",
    r"\bhear(?:ing)? of\b": "receive a notification of",
    r"\bas reckoned\b": "as computed",
    r"\bsomebody\b": "say who",
    r"(?:; |\. )(?:null|false|true|none|0): ": "If `null`, ...",
    r"\bwho may do what\b": "the policy",
    r"\bswitched on\b": "enabled",
}
PAGES = sorted(
    name
    for name in files.names(ROOT)
    if re.fullmatch(r"README\.md|SECURITY\.md|docs/[\w-]+\.md|(?:modules|examples)/.*\.md", name)
    and name
    not in ("docs/upgrading.md", "docs/comparison.md")  # of earlier versions, and of others
)
MODULES = sorted(
    {
        path.parent
        for path in [
            *ROOT.glob("*.tf"),
            *ROOT.glob("modules/*/*.tf"),
            *ROOT.glob("examples/*/*.tf"),
        ]
    }
)


def spoken(text: str) -> list[str]:
    """The phrases that a reference does not use, each with what it says instead."""
    joined = " ".join(text.split())
    return [
        f"{found[0]!r}: {instead}"
        for pattern, instead in SPOKEN.items()
        for found in re.finditer(pattern, joined, re.IGNORECASE)
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_a_reference(name: str) -> None:
    assert spoken((ROOT / name).read_text(encoding="utf-8")) == []


def test_descriptions_are_references() -> None:
    found = {
        f"{module.relative_to(ROOT)}: {kind} {name}": problems
        for module in MODULES
        for kind in ("variable", "output")
        for name, block in hcl.blocks(module, kind).items()
        if (problems := spoken(hcl.text(block["description"])))
    }
    assert found == {}


def test_a_spoken_phrase_is_found() -> None:
    assert len(spoken("ARN of the key. null: none. Nobody\nhears of it for\never.")) == 3
