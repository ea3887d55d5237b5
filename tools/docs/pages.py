"""What the checks of pages have in common."""

import sys
from collections.abc import Callable
from pathlib import Path

from tools.errors import ToolError

# They also name what is gone.
OF_THE_PAST = ("CHANGELOG.md", "docs/upgrading.md")


def checked(problems: Callable[[Path], list[str]], root: Path) -> int:
    """Print the problems of a project.

    Args:
        problems: finds them, each with file and line; may raise a ToolError.
        root: the directory of the project.

    Returns:
        The exit code.
    """
    try:
        found = problems(root)
    except ToolError as error:
        found = [str(error)]
    for problem in found:
        print(problem, file=sys.stderr)
    return 1 if found else 0
