"""Checks the code blocks of Markdown files."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from tools.errors import ToolError
from tools.local_aws.terraform import terraform


@dataclass(frozen=True)
class Snippet:
    """One code block.

    Attributes:
        name: the name of its file.
        line: of its first line in that file.
        text: what it holds.
        label: what follows the language: ```hcl LABEL.
    """

    name: str
    line: int
    text: str
    label: str


def problems(documents: Iterable[tuple[str, str]]) -> list[str]:
    """Check that Python compiles and that HCL is formatted.

    Args:
        documents: names and texts of Markdown files.

    Returns:
        What is wrong.
    """
    texts = list(documents)
    return [*_python(_find(texts, "python")), *_hcl(_find(texts, "hcl"))]


def labelled(text: str) -> dict[str, str]:
    """Find the code blocks that have a label after their language, which pages do not show.

    Args:
        text: of a Markdown file.

    Returns:
        What they hold, by their labels.

    Raises:
        ToolError: two have the same.
    """
    found: dict[str, str] = {}
    for snippet in _find([("", text)]):
        if snippet.label in found:
            raise ToolError(f"line {snippet.line}: there is a snippet {snippet.label} already")
        if snippet.label:
            found[snippet.label] = snippet.text
    return found


def _find(documents: Iterable[tuple[str, str]], language: str | None = None) -> Iterator[Snippet]:
    for name, text in documents:
        for block in MarkdownIt("commonmark").parse(text):
            if block.type != "fence" or not block.map:
                continue
            its_language, _, label = block.info.strip().partition(" ")
            if language in (None, its_language):
                # After the line with the backticks, counted from 1.
                yield Snippet(name, block.map[0] + 2, block.content, label.strip())


def _python(snippets: Iterable[Snippet]) -> Iterator[str]:
    for snippet in snippets:
        try:
            compile(snippet.text, snippet.name, "exec")
        except SyntaxError as error:
            line = snippet.line + (error.lineno or 1) - 1
            yield f"{snippet.name}:{line}: the Python snippet does not compile: {error.msg}"


def _hcl(snippets: Iterable[Snippet]) -> Iterator[str]:
    snippets = list(snippets)
    if not snippets:
        return
    with tempfile.TemporaryDirectory() as directory:
        for snippet in snippets:
            name = f"{snippet.name.replace('/', '-')}-line-{snippet.line}.tf"
            (Path(directory) / name).write_text(snippet.text, encoding="utf-8")
        # All at once, because it is the start of Terraform that takes the time.
        args = ["fmt", "-check", "-diff", "-no-color"]
        done = terraform(args, Path(directory), check=False)
    if done.returncode:
        yield f"`terraform fmt` would change HCL snippets:\n{done.stdout}{done.stderr}"
