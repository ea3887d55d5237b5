"""The project's pages, and which generated sections each must have."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from tools import files

_OF_AN_EXAMPLE = ("variables", "outputs")
_OF_A_MODULE = ("requirements", "resources", *_OF_AN_EXAMPLE)
_OF_EACH = {"modules": _OF_A_MODULE, "examples": _OF_AN_EXAMPLE}
_REQUIRED = {
    "README.md": _OF_A_MODULE,
    "docs/outcomes.md": ("reasons",),
    "docs/security.md": ("permissions",),
    "modules/function/README.md": ("settings", "permissions"),
}


@dataclass(frozen=True)
class Document:
    """One Markdown file.

    Attributes:
        path: where it is.
        module: the directory of the module that it describes.
        required: the names of the sections that it must have.
    """

    path: Path
    module: Path
    required: tuple[str, ...]


def documents(root: Path) -> list[Document]:
    """Find every page.

    Args:
        root: the directory of the root module.

    Returns:
        All Markdown files of the project, and those that are missing.

    Raises:
        ToolError: the files of the project cannot be listed.
    """
    required: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for kind, tables in _OF_EACH.items():
        for module in {path.parent for path in root.glob(f"{kind}/*/*.tf")}:
            required[f"{module.relative_to(root).as_posix()}/README.md"] = tables
    for name, sections in _REQUIRED.items():
        required[name] += sections
    names = {name for name in files.names(root) if name.endswith(".md")}
    return [_document(root, name, required[name]) for name in sorted(names | set(required))]


def _document(root: Path, name: str, required: tuple[str, ...]) -> Document:
    path = root / name
    # Beside a module is its README; all other pages are about the root module.
    module = path.parent if any(path.parent.glob("*.tf")) else root
    return Document(path, module, required)
