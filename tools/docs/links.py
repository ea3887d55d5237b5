"""Checks that what the project's files say about each other is there: links, anchors and paths.

Links are those of Markdown. A path may stand anywhere, also in a comment or a message, and begins
with a directory of the project: `docs/encryption.md`, `tests/e2e/test_localstack*.py`.

`python -m tools.docs.links` prints what leads nowhere.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tools import files
from tools.docs.pages import OF_THE_PAST, checked
from tools.paths import ROOT

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_PATH = re.compile(r"(?<![\w./:<>{}$-])(?P<path>[a-z]\w*(?:/[\w.*-]*[\w*])+)(?P<anchor>#[\w-]+)?")
_SHOWN = ("text", "code_inline")
_READ = (".md", ".py", ".tf")
_FILE = re.compile(r"(?<![\w./:<>{}$*-])[\w-]+\.(?:py|tf)\b(?!/)")


def problems(root: Path) -> list[str]:
    """Follow every link, anchor and path.

    Args:
        root: the directory of the project.

    Returns:
        What leads nowhere, each with file and line.

    Raises:
        ToolError: the files of the project cannot be listed.
    """
    names = files.names(root)
    tops = {name.split("/")[0] for name in names if "/" in name}
    known = {name.rsplit("/", 1)[-1] for name in names}
    found: list[str] = []
    for name in names:
        # Tests make up files that are not there.
        if not name.endswith(_READ) or ("tests" in name.split("/") and name.endswith(".py")):
            continue
        text = (root / name).read_text(encoding="utf-8")
        if name.endswith(".md"):
            found += _links(root, name, text)
            found += _file_names(name, text, known)
        if name not in OF_THE_PAST:
            found += _paths(root, name, text, tops)
    return found


def broken(root: Path) -> list[str]:
    """Follow the links of the pages alone: where only a part of the project is, as in a release.

    Args:
        root: the directory of the pages.

    Returns:
        What leads nowhere, each with file and line.

    Raises:
        ToolError: the files of the project cannot be listed.
    """
    pages = [name for name in files.names(root) if name.endswith(".md")]
    return [
        problem
        for name in pages
        for problem in _links(root, name, (root / name).read_text(encoding="utf-8"))
    ]


def anchors(page: Path) -> set[str]:
    """List what "#" may lead to in a page.

    Args:
        page: a Markdown file.

    Returns:
        The anchors of its headings, as Git hosts make them.
    """
    return _anchors(page.read_text(encoding="utf-8"))


@cache
def _anchors(text: str) -> set[str]:
    pairs = pairwise(_MARKDOWN.parse(text))
    found: Counter[str] = Counter()
    for heading in (inner for opened, inner in pairs if opened.type == "heading_open"):
        shown = "".join(t.content for t in heading.children or () if t.type in _SHOWN)
        found[re.sub(r"[^\w\- ]", "", shown).strip().lower().replace(" ", "-")] += 1
    # A heading that stands there twice leads to its second place by "-1".
    return {f"{anchor}-{n}" if n else anchor for anchor, most in found.items() for n in range(most)}


def _links(root: Path, name: str, text: str) -> Iterator[str]:
    for line, target in _targets(_MARKDOWN.parse(text)):
        if re.match(r"[a-z][a-z0-9+.-]*:|//", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        page = root / name if not path else (root / name).parent / path
        yield from _missing(f"{name}:{line}", target, page, anchor)


def _targets(tokens: Iterable[Token]) -> Iterator[tuple[int, str]]:
    line = 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        for child in token.children or ():
            target = child.attrGet("href") or child.attrGet("src")
            if target:
                yield line, str(target)


def _paths(root: Path, name: str, text: str, tops: set[str]) -> Iterator[str]:
    for path in _PATH.finditer(text):
        if path["path"].split("/")[0] not in tops:
            continue
        line = text.count("\n", 0, path.start()) + 1
        pages = sorted(root.glob(path["path"])) or [root / path["path"]]
        yield from _missing(f"{name}:{line}", path[0], pages[0], (path["anchor"] or "")[1:])


def _file_names(name: str, text: str, known: set[str]) -> Iterator[str]:
    for file in _FILE.finditer(text):
        if file[0] not in known:
            line = text.count("\n", 0, file.start()) + 1
            yield f"{name}:{line}: no file of the project is called {file[0]}"


def _missing(where: str, said: str, page: Path, anchor: str) -> Iterator[str]:
    if not page.exists():
        yield f"{where}: {said} is not there"
    elif anchor and page.suffix == ".md" and anchor not in anchors(page):
        yield f"{where}: {said}: no heading of {page.name} makes that anchor"


def main(root: Path = ROOT) -> int:
    """Check the pages of the project in a directory; returns the exit code."""
    return checked(problems, root)


if __name__ == "__main__":
    sys.exit(main())
