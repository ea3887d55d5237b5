from __future__ import annotations

from collections import defaultdict

import pytest

from chaos.uploads import MAX_BYTES, Plan, plan
from thumbnailer.config.rejection import Rejected
from thumbnailer.imaging import render
from tools.samples.recipes import recipe


@pytest.fixture(scope="module")
def planned() -> Plan:
    return plan(uploads=400, seconds=20, seed=7)


def test_a_seed_makes_one_plan(planned: Plan) -> None:
    assert plan(uploads=400, seconds=20, seed=7) == planned
    assert plan(uploads=400, seconds=20, seed=8) != planned


def test_so_many_uploads(planned: Plan) -> None:
    assert sum(step.data is not None for step in planned.steps) == 400
    assert planned.duplicates
    assert {key for _, key in planned.duplicates} <= {step.key for step in planned.steps}


def test_every_history_is_there(planned: Plan) -> None:
    histories: dict[str, str] = defaultdict(str)
    for step in planned.steps:
        histories[step.key] += "D" if step.data is None else "G" if step.good else "B"
    assert set(histories.values()) == {"G", "GG", "GGG", "GD", "GDG", "B", "BG", "GB", "GBG"}


def test_some_sources_come_back_and_no_others_are_alike(planned: Plan) -> None:
    keys: dict[bytes, set[str]] = defaultdict(set)
    times: dict[tuple[str, bytes], int] = defaultdict(int)
    for step in planned.steps:
        if step.good and step.data:
            keys[step.data].add(step.key)
            times[step.key, step.data] += 1
    assert {len(sharing) for sharing in keys.values()} == {1}
    assert max(times.values()) == 2


def test_good_ones_render_and_bad_ones_are_rejected(planned: Plan) -> None:
    made = recipe({"max_bytes": MAX_BYTES}, thumb={"width": 48})
    for step in planned.steps:
        if step.data is None:
            continue
        if step.good:
            assert render(step.data, made).width == 96
        elif len(step.data) <= MAX_BYTES:
            with pytest.raises(Rejected):
                render(step.data, made)
