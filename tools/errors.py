"""The one kind of error that a tool reports to its user without a traceback."""

import sys
from collections.abc import Callable


class ToolError(RuntimeError):
    """Something outside the project is missing or failed; the message says what to do."""


def exit_code(work: Callable[[], object]) -> int:
    """Do the work of a tool, and print the ToolError that ends it to standard error.

    Args:
        work: what the tool does.

    Returns:
        The tool's exit code: 0, or 1 after a ToolError.
    """
    try:
        work()
    except ToolError as error:
        print(error, file=sys.stderr)
        return 1
    return 0
