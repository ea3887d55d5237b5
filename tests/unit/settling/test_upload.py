"""The first round of an upload, which takes outputs and report for absent without a look."""

from __future__ import annotations

import pytest

from tests.unit.settling.scenario import (
    KEY,
    OUT,
    REPORT,
    REPORTING,
    TWO,
    WIDE_OUT,
    colour,
)
from thumbnailer.config.settings import OnDelete, Settings
from thumbnailer.imaging import Prepared
from thumbnailer.results.objects import Origin
from thumbnailer.results.outcome import Outcome, Settlement
from thumbnailer.settling.gate import gate
from thumbnailer.settling.settle import settle
from tools.samples.memory_store import MemoryStore, Stored
from tools.samples.pictures import BLUE, RED, plain_png
from tools.samples.recipes import deployed, recipe

PLAIN = deployed(TWO)
REMOVING = deployed(TWO, on_delete=OnDelete.REMOVE)
REPORTS = deployed(TWO, rejected_prefix="rejected/")
BODY = "read"


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    return store


@pytest.fixture
def renders(monkeypatch: pytest.MonkeyPatch) -> list[Prepared]:
    """Every picture that is rendered."""
    rendered: list[Prepared] = []
    render = Prepared.render

    def noted(prepared: Prepared, **options: object) -> object:
        rendered.append(prepared)
        return render(prepared, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Prepared, "render", noted)
    return rendered


def uploaded(store: MemoryStore, settings: Settings = PLAIN) -> Settlement:
    """Settle after an upload; `store.calls` are those that it made, bodies left out."""
    store.calls.clear()
    settlement = settle(KEY, settings, store, gate(), upload=True)
    store.calls = [call for call in store.calls if not call.startswith(BODY)]
    return settlement


def test_outputs_of_a_new_source_are_not_looked_at(store: MemoryStore) -> None:
    settlement = uploaded(store)
    assert (settlement.reason, settlement.rounds) == ("rendered", 1)
    assert store.calls == [f"get {KEY}", f"put {OUT}", f"put {WIDE_OUT}", f"look {KEY}"]
    assert [standing.variant for standing in settlement.standing] == ["thumb", "wide"]


def test_a_replaced_source_is_rendered_once(store: MemoryStore, renders: list[Prepared]) -> None:
    uploaded(store)
    store.put(KEY, plain_png(BLUE))
    renders.clear()
    store.bytes_read = 0
    settlement = uploaded(store)
    assert (settlement.reason, settlement.rounds) == ("rendered", 2)
    assert store.calls == [
        *(f"get {KEY}", f"put {OUT}", f"put {WIDE_OUT}"),
        *(f"head {OUT}", f"head {WIDE_OUT}", f"get {KEY}"),
        *(f"put {OUT}", f"put {WIDE_OUT}", f"look {KEY}"),
    ]
    assert len(renders) == 1
    assert store.bytes_read == len(store.objects[KEY].data)
    assert colour(store) == BLUE
    assert settlement.source_width == 8


def test_what_the_first_round_has_written_is_not_written_again(store: MemoryStore) -> None:
    store.objects[WIDE_OUT] = Stored(b"left by somebody")
    settlement = uploaded(store)
    assert settlement.reason == "rendered"
    assert store.calls.count(f"put {OUT}") == 1
    assert store.calls.count(f"put {WIDE_OUT}") == 2
    assert colour(store, WIDE_OUT) == RED


def test_a_source_replaced_in_between_is_rendered_again(
    store: MemoryStore, renders: list[Prepared]
) -> None:
    uploaded(store)
    store.put(KEY, plain_png(BLUE))
    renders.clear()

    def replace(call: str) -> None:
        if call == f"head {OUT}":
            store.put(KEY, plain_png((1, 2, 3)))

    store.before = replace
    assert uploaded(store).reason == "rendered"
    assert len(renders) == 2
    assert colour(store) == (1, 2, 3)


def test_an_output_that_goes_in_between_is_rendered(
    store: MemoryStore, renders: list[Prepared]
) -> None:
    # The round that begins with HEADs has rendered only one variant.
    settle(KEY, PLAIN, store, gate())
    del store.objects[WIDE_OUT]
    renders.clear()

    def remove(call: str) -> None:
        if call == f"put {WIDE_OUT}" and OUT in store.objects and len(renders) == 1:
            del store.objects[OUT]
            store.objects[WIDE_OUT] = Stored(b"by another")

    store.before = remove
    assert settle(KEY, PLAIN, store, gate()).reason == "rendered"
    assert len(renders) == 2
    assert colour(store) == colour(store, WIDE_OUT) == RED


def test_a_duplicate_finds_all_current(store: MemoryStore) -> None:
    uploaded(store)
    settlement = uploaded(store)
    assert (settlement.reason, settlement.rounds, settlement.outputs) == ("current", 2, ())
    assert [standing.variant for standing in settlement.standing] == ["thumb", "wide"]
    assert store.calls[3:] == [f"head {OUT}", f"head {WIDE_OUT}", f"get {KEY}"]


@pytest.mark.parametrize(
    ("settings", "left", "reason"),
    [(PLAIN, True, "absent"), (REMOVING, False, "removed"), (REPORTS, True, "absent")],
)
def test_an_absent_source_with_outputs(
    store: MemoryStore, settings: Settings, left: bool, reason: str
) -> None:
    uploaded(store, settings)
    del store.objects[KEY]
    settlement = uploaded(store, settings)
    assert (settlement.outcome, settlement.reason) == (Outcome.SETTLED, reason)
    assert (OUT in store.objects, WIDE_OUT in store.objects) == (left, left)
    assert len(settlement.standing) == 2 * left


def test_an_absent_source_without_outputs(store: MemoryStore) -> None:
    del store.objects[KEY]
    settlement = uploaded(store, REMOVING)
    assert (settlement.reason, settlement.rounds) == ("absent", 1)
    assert store.calls == [f"get {KEY}", f"look {KEY}", f"head {OUT}", f"head {WIDE_OUT}"]


def test_a_rejected_source_is_reported_without_a_look() -> None:
    store = MemoryStore()
    store.put(KEY, b"no picture")
    settlement = uploaded(store, REPORTS)
    assert (settlement.outcome, settlement.rounds) == (Outcome.REJECTED, 1)
    assert store.calls == [
        *(f"get {KEY}", f"put {REPORT}"),
        *(f"look {KEY}", f"head {OUT}", f"head {WIDE_OUT}"),
    ]
    assert store.objects[REPORT].origin.source_etag == store.objects[KEY].etag


@pytest.mark.parametrize("settings", [PLAIN, REMOVING, REPORTS])
def test_a_source_replaced_by_a_rejected_one(store: MemoryStore, settings: Settings) -> None:
    uploaded(store, settings)
    store.put(KEY, b"no picture")
    store.bytes_read = 0
    settlement = uploaded(store, settings)
    assert settlement.outcome is Outcome.REJECTED
    assert store.bytes_read == len(b"no picture")
    left = settings is not REMOVING
    assert (OUT in store.objects, WIDE_OUT in store.objects) == (left, left)
    assert settlement.removed == (() if left else (OUT, WIDE_OUT))
    assert len(settlement.standing) == 2 * left
    assert (REPORT in store.objects) == (settings is REPORTS)


def test_a_report_of_an_earlier_source_goes() -> None:
    store = MemoryStore()
    store.put(KEY, b"no picture")
    uploaded(store, REPORTS)
    store.put(KEY, plain_png(RED))
    settlement = uploaded(store, REPORTS)
    assert (settlement.outcome, settlement.rounds) == (Outcome.SETTLED, 2)
    assert REPORT not in store.objects
    assert colour(store) == RED


def test_a_report_of_an_earlier_rejection_is_renewed() -> None:
    store = MemoryStore()
    store.put(KEY, b"no picture")
    uploaded(store, REPORTS)
    store.put(KEY, b"none either")
    assert uploaded(store, REPORTS).outcome is Outcome.REJECTED
    assert store.objects[REPORT].origin == Origin(store.objects[KEY].etag, recipe_id=TWO.id)


def test_a_duplicate_under_narrower_limits_leaves_no_report() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED, side=200))
    uploaded(store, REPORTING)
    assert len(store.objects[KEY].data) > 100
    narrower = deployed(recipe({"max_bytes": 100}), rejected_prefix="rejected/")
    assert uploaded(store, narrower).reason == "current"
    assert set(store.objects) == {KEY, OUT}


def test_an_object_that_is_none_of_ours_is_replaced(store: MemoryStore) -> None:
    store.objects[OUT] = Stored(b"left by somebody")
    assert uploaded(store).reason == "rendered"
    assert colour(store) == RED
