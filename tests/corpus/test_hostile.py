"""Attacks within the upload limit cost no more than an honest picture of the allowed size."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.corpus.hostile import COSTLY, HARMLESS, UPLOAD_LIMIT
from tests.corpus.memory import is_covered
from tests.corpus.report import remember
from tests.corpus.sweeper import Outcome, sweep

SECONDS = 2
# A costly file may take what the largest harmless one of its number of pixels does.
_COSTLY_BYTES = 256 * 2**20
_FILES = HARMLESS | COSTLY


@dataclass(frozen=True)
class Attack:
    """What came of a file, and the file."""

    outcome: Outcome
    data: bytes


@pytest.fixture(scope="module")
def attacks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Attack]:
    folder = tmp_path_factory.mktemp("hostile")
    names, files = {}, {}
    for name, make in _FILES.items():
        data = make()
        assert len(data) <= UPLOAD_LIMIT, name
        path = folder / name
        path.write_bytes(data)
        names[str(path)] = name
        files[name] = data
    swept = {names[outcome.path]: outcome for outcome in sweep(map(folder.joinpath, names))}
    remember("hostile", list(swept.values()))
    return {name: Attack(swept[name], files[name]) for name in _FILES}


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_is_rendered(name: str, attacks: dict[str, Attack]) -> None:
    attack = attacks[name]
    assert attack.outcome.kind == "rendered", attack.outcome
    assert attack.outcome.seconds <= SECONDS
    assert is_covered(attack.data, attack.outcome.peak)


@pytest.mark.parametrize("name", COSTLY)
def test_costly_is_over_soon(name: str, attacks: dict[str, Attack]) -> None:
    attack = attacks[name]
    ends = ("rendered", "rejected: corrupt", "rejected: too_many_pixels")
    assert attack.outcome.label in ends, attack.outcome
    assert attack.outcome.seconds <= SECONDS
    assert attack.outcome.peak <= _COSTLY_BYTES
