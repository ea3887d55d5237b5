"""The source or an output changes while a worker settles it."""

from __future__ import annotations

import pytest

from tests.unit.settling.scenario import KEY, OUT, colour, settled
from thumbnailer.settling.settle import MAX_ROUNDS, NotSettled
from tools.samples.memory_store import MemoryStore
from tools.samples.pictures import GREEN, RED, plain_png


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(f"put {OUT}", id="while it is rendered"),
        pytest.param(f"look {KEY}", id="after the write, as the last look sees"),
    ],
)
def test_a_source_that_is_replaced_is_rendered_again(call: str) -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))

    def replace_before(name: str) -> None:
        if name == call and store.objects[KEY].data == plain_png(RED):
            store.put(KEY, plain_png(GREEN))

    store.before = replace_before
    assert settled(store).rounds == 2
    assert colour(store) == GREEN


def test_a_source_deleted_before_the_last_look() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))

    def delete_before_the_look(call: str) -> None:
        if call == f"look {KEY}":
            del store.objects[KEY]

    store.before = delete_before_the_look
    assert settled(store).reason == "absent"


def test_an_output_written_by_another_worker_is_not_overwritten_blindly() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))

    def another_worker_is_faster(call: str) -> None:
        if call == f"put {OUT}" and OUT not in store.objects:
            store.before = lambda _: None
            store.put(KEY, plain_png(GREEN))
            settled(store)

    store.before = another_worker_is_faster
    settlement = settled(store)
    assert (settlement.reason, settlement.rounds) == ("current", 2)
    assert colour(store) == GREEN


def test_what_never_holds_still_comes_back() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))

    def always_another(call: str) -> None:
        if call.startswith("look"):
            store.put(KEY, plain_png((len(store.calls), 0, 0)))

    store.before = always_another
    with pytest.raises(NotSettled, match=f"each of {MAX_ROUNDS} rounds"):
        settled(store)
