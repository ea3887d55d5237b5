"""Checks that the commands that pages name are there: `python -m` modules and targets of `make`.

`python -m tools.docs.commands` prints those that are not.
"""

import re
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tools import files
from tools.docs.pages import OF_THE_PAST, checked
from tools.paths import ROOT

# In prose, `make` is also a word; a command is what stands there as code.
_MARKDOWN = MarkdownIt("commonmark").enable("table")
_MODULE = re.compile(r"\bpython3? -m (?P<name>[A-Za-z_][\w.]*\w)")
_TARGET = re.compile(r"(?:^|(?<=[;&(|]))\s*make (?P<name>[a-z][a-z-]*)", re.MULTILINE)
_RULE = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)


def problems(root: Path) -> list[str]:
    """Look for every command.

    Args:
        root: the directory of the project.

    Returns:
        Commands that are not there, each with file and line.

    Raises:
        ToolError: the files of the project cannot be listed.
    """
    targets = set(_RULE.findall((root / "Makefile").read_text(encoding="utf-8")))
    return [
        f"{name}:{line}: {missing}"
        for name in files.names(root)
        if name.endswith(".md") and name not in OF_THE_PAST
        for line, code in _codes((root / name).read_text(encoding="utf-8"))
        for missing in _missing(code, targets)
    ]


def _codes(text: str) -> Iterator[tuple[int, str]]:
    line = 1
    for token in _MARKDOWN.parse(text):
        line = token.map[0] + 1 if token.map else line
        yield from ((line, code.content) for code in (token, *(token.children or ())) if _is(code))


def _is(token: Token) -> bool:
    return token.type in ("fence", "code_block", "code_inline")


def _missing(code: str, targets: set[str]) -> Iterator[str]:
    for module in _MODULE.finditer(code):
        if not _importable(module["name"]):
            yield f"there is no module {module['name']}"
    for target in _TARGET.finditer(code):
        if target["name"] not in targets:
            yield f"the Makefile has no target {target['name']}"


def _importable(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # of the package that the module would be in
        return False


def main(root: Path = ROOT) -> int:
    """Check the pages of the project in a directory; returns the exit code."""
    return checked(problems, root)


if __name__ == "__main__":
    sys.exit(main())
