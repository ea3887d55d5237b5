from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.samples.account import Account, account


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Account]:
    """A deployment whose outputs a command can read."""
    with account(tmp_path) as made:
        yield made
