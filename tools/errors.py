"""The one kind of error that a tool reports to its user without a traceback."""


class ToolError(RuntimeError):
    """Something outside the project is missing or failed; the message says what to do."""
