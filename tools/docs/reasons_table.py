"""The table of outcomes and reasons: the words of logs and metrics."""

import ast
import inspect
import re
from pathlib import Path

from thumbnailer.config.rejection import Reason
from thumbnailer.results.outcome import Outcome
from tools.docs import explained
from tools.docs.markdown import code, prose, table
from tools.paths import SOURCE

_REASONS = {
    Outcome.SETTLED: {
        "rendered": "All thumbnails that were missing or stale were rendered.",
        "current": "All thumbnails exist and are current.",
        "no_variant": "No variant has a `prefix` that matches the source.",
        "absent": "The source does not exist, and there was nothing to remove.",
        "removed": "The source does not exist any more, and its thumbnails were removed"
        " (`on_delete` is `remove`).",
    },
    Outcome.REJECTED: {
        "not_an_image": "The content is not a recognized image.",
        "unsupported_format": "The content is an image of a format that `inputs` does not contain.",
        "corrupt": "The image is of an accepted format, but cannot be decoded.",
        "too_large": "The file is larger than `limits.max_bytes`. It is not downloaded.",
        "too_many_pixels": "The image has more than `limits.max_pixels` pixels. It is not decoded.",
        "too_many_frames": "An animation that a variant keeps has more than `limits.max_frames`"
        " frames.",
        "too_much_memory": "Decoding and scaling the image could take more memory than the function"
        " has, or than its decoder supports.",
        "key_too_long": "The key of a thumbnail would exceed the limit of S3, 1,024 bytes.",
    },
    Outcome.FAILED: {
        "malformed_event": "The message is not an S3 event and has no `keys`.",
        "foreign_source": "The event is about another bucket, or about a key outside of"
        " `uploads_prefix`. Another sender uses this queue.",
        "not_settled": "The source or its thumbnails kept changing while the function processed"
        " them.",
        "out_of_time": "The invocation had too little time left to process this message.",
    },
    Outcome.IGNORED: {
        "test_event": "S3 sends this event when a notification is configured.",
    },
}
_OTHERS = ("", "others", "An error code of S3, such as `SlowDown`, or the name of an exception.")


def reasons() -> str:
    """Describe every outcome and every reason.

    Returns:
        A table.

    Raises:
        ToolError: the code knows others than are explained.
    """
    explained.exactly(
        "the reasons of src/thumbnailer/config/rejection.py",
        _REASONS[Outcome.REJECTED],
        [reason.value for reason in Reason],
        "tools/docs/reasons_table.py",
    )
    explained.exactly(
        "the reasons in src/thumbnailer/settling and src/thumbnailer/triggers",
        [
            word
            for outcome, words in _REASONS.items()
            if outcome is not Outcome.REJECTED
            for word in words
        ],
        [
            word
            for room in ("settling", "triggers")
            for path in sorted((SOURCE / "thumbnailer" / room).glob("*.py"))
            for word in literals(path)
        ],
        "tools/docs/reasons_table.py",
    )
    rows = []
    for outcome, meaning in _outcomes().items():
        rows.append((code(outcome), "", prose(meaning)))
        rows += [("", code(word), prose(about)) for word, about in _REASONS[outcome].items()]
        rows += [_OTHERS] if outcome is Outcome.FAILED else []
    return table(["Outcome", "Reason", "Meaning"], rows)


def literals(path: Path) -> set[str]:
    """Find the reasons that a module of the function gives word for word.

    Args:
        path: of the module.

    Returns:
        The strings in `Settlement(outcome, reason)`, in `reason=...`, and those that the kinds of
        Failure have as their `code`.
    """
    found: list[ast.expr] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.keyword(arg="reason", value=value):
                found += [value]
            case ast.Assign(targets=[ast.Name(id="code")], value=value):
                found += [value]
            case ast.Call(func=ast.Name(id="Settlement"), args=[_, reason, *_]):
                found += [reason]
    constants = (node for expression in found for node in ast.walk(expression))
    return {
        node.value
        for node in constants
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _outcomes() -> dict[Outcome, str]:
    """The meanings in the docstring of Outcome."""
    docstring = " ".join((inspect.getdoc(Outcome) or "").split())
    words = "|".join(Outcome)
    parts = re.split(rf"\b({words}): ", docstring)[1:]
    meanings = dict(zip(parts[::2], parts[1::2], strict=True))
    explained.exactly("its members", meanings, list(Outcome), "the docstring of Outcome")
    return {
        Outcome(word): meaning[0].upper() + meaning[1:].strip()
        for word, meaning in meanings.items()
    }
