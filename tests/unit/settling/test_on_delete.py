"""`on_delete`: what becomes of the outputs of a source that is gone or rejected."""

from __future__ import annotations

import pytest

from tests.unit.settling.scenario import KEY, OUT, TWO, WIDE_OUT, colour
from thumbnailer.config.settings import OnDelete
from thumbnailer.results.outcome import Outcome
from thumbnailer.settling.gate import gate
from thumbnailer.settling.settle import settle
from tools.samples.memory_store import MemoryStore
from tools.samples.pictures import BLUE, RED, plain_png
from tools.samples.recipes import deployed

REMOVING = deployed(TWO, on_delete=OnDelete.REMOVE)


def test_a_deleted_source_takes_its_outputs_with_it_where_that_is_said() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    settle(KEY, REMOVING, store, gate())
    del store.objects[KEY]
    store.calls.clear()
    settlement = settle(KEY, REMOVING, store, gate())
    assert (settlement.outcome, settlement.reason) == (Outcome.SETTLED, "removed")
    assert settlement.removed == (OUT, WIDE_OUT)
    assert settlement.standing == ()
    assert store.objects == {}
    assert store.calls[-1] == f"look {KEY}"
    assert settle(KEY, REMOVING, store, gate()).reason == "absent"


def test_a_source_that_is_back_before_the_last_look_is_rendered() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    settle(KEY, REMOVING, store, gate())
    del store.objects[KEY]

    def back(call: str) -> None:
        if call == f"look {KEY}" and KEY not in store.objects:
            store.put(KEY, plain_png(RED))

    store.before = back
    settlement = settle(KEY, REMOVING, store, gate())
    assert (settlement.reason, settlement.rounds) == ("rendered", 2)
    assert set(store.objects) == {KEY, OUT, WIDE_OUT}


def test_an_output_written_meanwhile_is_not_removed() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    settle(KEY, REMOVING, store, gate())
    del store.objects[KEY]

    def another_worker_settles_a_new_source(call: str) -> None:
        if call == f"remove {OUT}":
            store.before = lambda _: None
            store.put(KEY, plain_png(BLUE))
            settle(KEY, REMOVING, store, gate())

    store.before = another_worker_settles_a_new_source
    assert settle(KEY, REMOVING, store, gate()).reason == "current"
    assert colour(store) == BLUE


@pytest.mark.parametrize("on_delete", list(OnDelete))
def test_outputs_of_a_source_replaced_by_a_bad_one(on_delete: OnDelete) -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    settings = deployed(TWO, on_delete=on_delete)
    settle(KEY, settings, store, gate())
    store.put(KEY, b"no picture")
    settlement = settle(KEY, settings, store, gate())
    assert (settlement.outcome, settlement.reason) == (Outcome.REJECTED, "not_an_image")
    kept = on_delete is OnDelete.KEEP
    assert (OUT in store.objects, WIDE_OUT in store.objects) == (kept, kept)
    assert settlement.removed == (() if kept else (OUT, WIDE_OUT))
