"""Where the corpora come from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tools import corpora, debian


def test_pypi_has_two_of_them() -> None:
    assert len(list(corpora.pillow().rglob("*.png"))) > 400
    assert len(list(corpora.pngsuite().glob("*.png"))) > 20


@pytest.mark.parametrize("source", [corpora.golang, corpora.decoders])
def test_without_apt_the_others_are_missed_by_name(
    source: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(debian.Unobtainable, match=r"test images .*no apt-get"):
        source()
