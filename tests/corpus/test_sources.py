"""Where the corpora come from."""

from __future__ import annotations

import pytest

from tools import corpora


def test_pypi_has_two_of_them() -> None:
    assert len(list(corpora.pillow().rglob("*.png"))) > 400
    assert len(list(corpora.pngsuite().glob("*.png"))) > 20


def test_without_apt_the_third_is_missed_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(corpora.Unobtainable, match=r"Go.*no apt-get"):
        corpora.golang()
