"""Attacks within the upload limit cost no more than an honest picture of the allowed size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.corpus.hostile import COSTLY, HARMLESS, OTHER_FORMATS, UPLOAD_LIMIT
from tests.corpus.memory import is_covered
from tests.corpus.report import remember
from tests.corpus.sweeper import Outcome, sweep

SECONDS = 2
# A costly file may take what the largest harmless one of its number of pixels does.
_COSTLY_BYTES = 256 * 2**20
_REFUSALS = ("corrupt", "too_many_pixels", "too_much_memory")
_SOON_OVER = ("rendered", *(f"rejected: {reason}" for reason in _REFUSALS))
# What is refused is so before its pixels are decoded.
_REFUSED_BYTES = 32 * 2**20


@dataclass(frozen=True)
class Attack:
    """What came of a file, and the file."""

    outcome: Outcome
    data: bytes


@pytest.fixture(scope="module")
def attacks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Attack]:
    return swept(HARMLESS | COSTLY, "default", tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Attack]:
    return swept(OTHER_FORMATS, "all inputs", tmp_path_factory.mktemp("formats"))


def swept(
    attacks: Mapping[str, Callable[[], bytes]], recipe: str, folder: Path
) -> dict[str, Attack]:
    names, files = {}, {}
    for name, make in attacks.items():
        data = make()
        assert len(data) <= UPLOAD_LIMIT, name
        path = folder / name
        path.write_bytes(data)
        names[str(path)] = name
        files[name] = data
    outcomes = sweep(map(folder.joinpath, names), recipe)
    remember(f"hostile, {recipe}", outcomes)
    return {
        names[outcome.path]: Attack(outcome, files[names[outcome.path]]) for outcome in outcomes
    }


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_is_rendered(name: str, attacks: dict[str, Attack]) -> None:
    attack = attacks[name]
    assert attack.outcome.kind == "rendered", attack.outcome
    assert attack.outcome.seconds <= SECONDS
    assert is_covered(attack.data, attack.outcome.peak)


@pytest.mark.parametrize("name", COSTLY)
def test_costly_is_over_soon(name: str, attacks: dict[str, Attack]) -> None:
    attack = attacks[name]
    ends = (
        "rendered",
        "rejected: corrupt",
        "rejected: too_many_pixels",
        "rejected: too_much_memory",
    )
    assert attack.outcome.label in ends, attack.outcome
    assert attack.outcome.seconds <= SECONDS
    assert attack.outcome.peak <= _COSTLY_BYTES


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", OTHER_FORMATS)
def test_other_formats_are_over_soon_and_as_estimated(name: str, others: dict[str, Attack]) -> None:
    attack = others[name]
    assert attack.outcome.kind in ("rendered", "rejected"), attack.outcome
    assert attack.outcome.seconds <= SECONDS
    if attack.outcome.kind == "rendered":
        assert is_covered(attack.data, attack.outcome.peak, "all inputs")
    else:
        assert attack.outcome.peak <= _REFUSED_BYTES
