"""The table of how the work on a picture can end: the words of logs and metrics."""

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
        "rendered": "Every thumbnail that was missing or not current was made.",
        "current": "Every thumbnail is there, made from this picture by its variant as it is.",
        "no_variant": "No variant is made of pictures with this prefix.",
        "absent": "The picture is not there, and nothing was to be removed.",
        "removed": "The picture is not there any more, and its thumbnails were removed, with"
        " `on_delete` as `remove`.",
    },
    Outcome.REJECTED: {
        "not_an_image": "The content is not a recognized image.",
        "unsupported_format": "The content is an image, but of a format that is not accepted.",
        "corrupt": "The content begins like an image of an accepted format, but cannot be decoded.",
        "too_large": "The file has more than `limits.max_bytes` bytes; it is not downloaded.",
        "too_many_pixels": "The picture has more than `limits.max_pixels` pixels; it is not"
        " decoded.",
        "too_many_frames": "A moving picture that would go on moving has more than"
        " `limits.max_frames` frames.",
        "too_much_memory": "Decoding and scaling it could take more memory than the function has,"
        " or more than its decoder can hold.",
        "key_too_long": "The key of a thumbnail would be longer than S3 allows, 1024 bytes.",
    },
    Outcome.FAILED: {
        "malformed_event": "The message is neither an event of S3 nor does it name `keys`.",
        "foreign_source": "The event is about another bucket, or about a key outside of"
        " `uploads_prefix`: something else sends to this queue, too.",
        "not_settled": "The picture or its thumbnails kept changing while it was worked on.",
        "out_of_time": "The invocation had too little time left to begin with this message.",
    },
    Outcome.IGNORED: {
        "test_event": "What S3 sends when its notification is set up.",
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
