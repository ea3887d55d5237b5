"""AWS's service models, read once: botocore reads them again for every session.

Most tests of commands and adapters make a session of their own, and reading the models' JSON would
take half of their time. Sessions only read them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from botocore.loaders import JSONFileLoader


def once(load: Callable[[JSONFileLoader, str], Any]) -> Callable[[JSONFileLoader, str], Any]:
    """A method that loads a file, whose content is kept by its path."""
    kept = cache(lambda path: load(JSONFileLoader(), path))
    return lambda _, path: kept(path)
