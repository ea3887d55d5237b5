"""Generates the tables of the documentation, and what Terraform reads of its own types.

`python -m models.docs` runs it, and adds what is computed with the models.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from tools.docs import (
    command_samples,
    hcl_reference,
    markers,
    measured,
    members,
    notice_samples,
    permissions_table,
    reasons_table,
    recipe_rules,
    requirement_tables,
    settings_table,
    snippets,
)
from tools.docs.documents import Document, documents
from tools.errors import ToolError
from tools.paths import ROOT

# What sections hold, by their names; they may depend on the module that the document describes.
Sections = Callable[[Path], Mapping[str, Callable[[], str]]]


def no_more(_: Path) -> Mapping[str, Callable[[], str]]:
    """No sections beside those that are generated here."""
    return {}


def generators(root: Path, module: Path) -> dict[str, Callable[[], str]]:
    """List what can be generated.

    Args:
        root: the directory of the root module.
        module: the directory of the module that a document describes.

    Returns:
        The generators by the names of their sections.
    """
    return {
        "requirements": lambda: requirement_tables.requirements(module),
        "resources": lambda: requirement_tables.resources(module),
        "variables": lambda: hcl_reference.variables(module),
        "outputs": lambda: hcl_reference.outputs(module),
        "settings": lambda: settings_table.settings(root),
        "permissions": lambda: permissions_table.permissions(root),
        "reasons": reasons_table.reasons,
        "speed": lambda: measured.speed(root),
        "notice": notice_samples.settled_notice,
        "report": notice_samples.report,
        **{f"sample-{n}": partial(command_samples.sample, n) for n in command_samples.NAMES},
    }


def generate(root: Path, document: Document, more: Sections = no_more) -> markers.Filled:
    """Fill the sections of a document.

    Args:
        root: the directory of the root module.
        document: which one.
        more: further sections.

    Returns:
        What it should hold.

    Raises:
        ToolError: the file or a marker is missing or unknown, or something is not explained.
    """
    known = {**generators(root, document.module), **more(document.module)}

    def make(name: str) -> str:
        if name not in known:
            raise ToolError(f"cannot generate `{name}`, only {', '.join(known)}")
        try:
            return known[name]()
        except ToolError as error:
            raise ToolError(f"`{name}`: {error}") from error

    if not document.path.is_file():
        raise ToolError(f"is missing; it must have the sections {', '.join(document.required)}")
    filled = markers.fill(document.path.read_text(encoding="utf-8"), make)
    for name in document.required:
        if name not in filled.names:
            raise ToolError(
                f"lacks <!-- BEGIN generated: {name} --> and <!-- END generated: {name} -->:"
                " put both where the table belongs, then run `make docs`"
            )
    return filled


def update(root: Path, more: Sections = no_more, *, check: bool) -> list[str]:
    """Bring every document up to date.

    Args:
        root: the directory of the root module.
        more: further sections.
        check: change nothing, and check the snippets, too.

    Returns:
        What is wrong.
    """
    problems: list[str] = []
    texts: list[tuple[str, str]] = []
    for document in documents(root):
        name = document.path.relative_to(root).as_posix()
        try:
            filled = generate(root, document, more)
        except ToolError as error:
            problems.append(f"{name}: {error}")
            continue
        texts.append((name, filled.text))
        if check:
            problems += [
                f"{name}: `{section}` is out of date: run `make docs`" for section in filled.changed
            ]
        elif filled.changed:
            document.path.write_text(filled.text, encoding="utf-8")
            print(f"{name}: updated {', '.join(filled.changed)}")
    typed = root / members.TYPED
    for path, text in (
        (typed / members.NAME, members.document(root)),
        (typed / recipe_rules.NAME, recipe_rules.document()),
    ):
        problems += _update_json(root, path, text, check=check)
    problems += recipe_rules.problems(root)
    return problems + (snippets.problems(texts) if check else [])


def _update_json(root: Path, path: Path, text: str, *, check: bool) -> list[str]:
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return []
    name = path.relative_to(root).as_posix()
    if check:
        return [f"{name} is out of date: run `make docs`"]
    path.write_text(text, encoding="utf-8")
    print(f"{name}: updated")
    return []


def main(
    arguments: Sequence[str] | None = None, root: Path = ROOT, more: Sections = no_more
) -> int:
    """Generate or check.

    Args:
        arguments: of the command line.
        root: the directory of the root module.
        more: further sections.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(prog="python -m models.docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail on differences")
    options = parser.parse_args(arguments)
    try:
        problems = update(root, more, check=options.check)
    except ToolError as error:
        problems = [str(error)]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0
