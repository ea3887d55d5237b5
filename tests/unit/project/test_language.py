"""Pages, descriptions and code use the words of AWS's and Terraform's reference pages."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Mapping
from pathlib import Path

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
# The same for docstrings, comments and messages in code.
INDIRECT = {
    r"\b(?:is|are|was|were) to be (?:said|told|seen|had)\b": "use a direct verb",
    r"\bmakes? (?:something|nothing) of\b": "processes, does not process",
    r"\bh[eo]ld(?:s|ing)? (?:it |them |this )?against\b": "compare with, check",
    r"\bgives? (?:how|whether|what|those|for each)\b": "returns, yields",
    r"\bas (?:it|they) should be\b": "expected, current",
    r"\bwho wants\b": "name it",
    r"\b(?:without an|ha[ds] no) answer\b": "without a response",
    r"\b(?:comes?|came) back\b": "is received again",
    r"\bgo(?:es)? on moving\b|\bmoving pictures?\b": "animated",
    r"\bfor a person\b": "for people",
    r"\b(?:is|are) told\b": "receives, reports",
    r"\bwhere there (?:is|are) none\b": "if there is none",
    r"\bby (?:then|now)\b|\bmeanwhile\b": "say when, or leave it out",
    r"\bfor the (?:decoder|core) to (?:find|reject)\b": "the decoder reports it",
    r"\bis no (?:image|list|file|JSON|number|picture|PNG)\b": "is not a ...",
    r"(?<=\n)\s+\w+: (?:of|that|whose|from which|by) ": 'of an argument: "the ARN of the queue"',
}
CODE = ("src/thumbnailer", "src/thumbnailer_cli")
# Code from before these rules. Remove a file from here when you rewrite it.
BEFORE = frozenset(
    f"src/{name}.py"
    for name in (
        "thumbnailer/aws/s3",
        "thumbnailer/config/settings",
        "thumbnailer/imaging/formats/png_encode",
        "thumbnailer/imaging/formats/png_strips",
        "thumbnailer/results/notice",
        "thumbnailer/results/objects",
        "thumbnailer/results/outcome",
        "thumbnailer/settling/settle",
        "thumbnailer/settling/verdict",
        "thumbnailer_cli/audit/findings",
        "thumbnailer_cli/shared/deployment",
    )
)
MODULES_OF_CODE = sorted(
    name
    for name in files.names(ROOT)
    if name.endswith(".py") and name.startswith(tuple(f"{folder}/" for folder in CODE))
)
# From Python 3.12 on, f-strings have tokens of their own.
_STRINGS = (tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING))
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


def found(patterns: Mapping[str, str], text: str) -> list[str]:
    """The phrases in a text that a reference does not use, each with what it says instead."""
    joined = re.sub(r"[^\S\n]*\n(?!\s+\w+: )\s*|[^\S\n]+", " ", text)
    return [
        f"{match[0].strip()!r}: {instead}"
        for pattern, instead in patterns.items()
        for match in re.finditer(pattern, joined, re.IGNORECASE)
    ]


def spoken(text: str) -> list[str]:
    """The phrases of speech in a text."""
    return found(SPOKEN, text)


def prose(source: str) -> Iterable[str]:
    """The docstrings, comments and messages of Python code; comments on several lines as one."""
    comments: list[str] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            comments.append(token.string.lstrip("# "))
        elif token.type not in (tokenize.NL, tokenize.NEWLINE) and comments:
            yield " ".join(comments)
            comments = []
        if token.type in _STRINGS:
            yield token.string


def unclear(path: Path) -> list[str]:
    """The phrases in Python code that a reference does not use."""
    return [
        phrase
        for text in prose(path.read_text(encoding="utf-8"))
        for phrase in found(SPOKEN | INDIRECT, text)
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


@pytest.mark.parametrize("name", MODULES_OF_CODE)
def test_code_is_described_as_in_a_reference(name: str) -> None:
    problems = unclear(ROOT / name)
    if name in BEFORE:
        assert problems, f"remove {name} from BEFORE"
    else:
        assert problems == []


def test_a_phrase_is_found_in_docstrings_comments_and_messages() -> None:
    source = '''
def held(queue: str) -> str:
    """The messages that are
    told of.

    Args:
        queue: of the messages.
    """
    # Each of them comes
    # back.
    return f"{queue}: whose is no file"
'''
    texts = [phrase for text in prose(source) for phrase in found(INDIRECT, text)]
    assert [text.split(":")[0] for text in texts] == [
        "'are told'",
        "'queue",
        "'comes back'",
        "'is no file'",
    ]
