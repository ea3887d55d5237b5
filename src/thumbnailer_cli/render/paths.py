"""Checks that output keys are paths of files below a folder.

In S3, a key can be any text; in a file system, its parts are folders, and `..` leaves the folder.
"""

from __future__ import annotations

import os
import re

# The limit of nearly every file system, in bytes.
_MAX_NAME = 255
# https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
_NOT_ON_WINDOWS = re.compile(
    r'.*[<>:"\\|?*\x00-\x1f].*|.*[. ]|(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?',
    re.IGNORECASE | re.DOTALL,
)


def key_problem(key: str, windows: bool = os.name == "nt") -> str | None:
    """Why a key cannot be the path of a file below a folder; None if it can."""
    for part in key.split("/"):
        if "\0" in part:
            return "has a NUL character, which no file name can have"
        if part in ("", ".", ".."):
            return f'has the part "{part}", which could lead out of --out'
        try:
            length = len(os.fsencode(part))
        except UnicodeEncodeError:  # a lone surrogate, which JSON can represent
            return "has a character that no file name can have"
        if length > _MAX_NAME:
            return f"has a part of more than {_MAX_NAME} bytes, which is too long for a file name"
        if windows and _NOT_ON_WINDOWS.fullmatch(part):
            return f'has the part "{part}", which is not a valid file name on Windows'
    return None
