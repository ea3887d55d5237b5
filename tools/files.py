"""Which files are the project's own."""

import shutil
import subprocess
from pathlib import Path

from tools.errors import ToolError

_MADE = ("build", "dist")  # in the project's directory


def names(root: Path) -> list[str]:
    """List the files that somebody wrote.

    Args:
        root: the directory of the project.

    Returns:
        Their paths relative to it, in order: in a checkout, what git tracks or does not ignore;
        elsewhere, all files but hidden ones and those that were made.

    Raises:
        ToolError: git cannot list them.
    """
    if not (root / ".git").exists():
        found = [path.relative_to(root) for path in root.rglob("*") if path.is_file()]
        return sorted(path.as_posix() for path in found if not _is_made(path))
    git = shutil.which("git")
    if git is None:
        raise ToolError("This is a git checkout, but there is no git on PATH: install it.")
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ToolError(f"git cannot list the files of {root}: {done.stderr.strip()}")
    listed = {name for name in done.stdout.split("\0") if name}
    return sorted(name for name in listed if (root / name).is_file())


def _is_made(path: Path) -> bool:
    hidden = any(part.startswith(".") or part == "__pycache__" for part in path.parts)
    return hidden or path.parts[0] in _MADE
