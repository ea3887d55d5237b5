"""A change of the recipe renders what depends on it, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.unit.settling.scenario import KEY, OUT, RECIPE, REPORT, REPORTING, TWO, WIDE_OUT, settled
from thumbnailer.config.settings import OnDelete
from thumbnailer.results.objects import Origin
from thumbnailer.settling.gate import gate
from thumbnailer.settling.settle import settle
from tools.samples.memory_store import MemoryStore
from tools.samples.pictures import RED, opened, plain_png
from tools.samples.recipes import THUMB, deployed, recipe


def test_another_recipe_makes_outputs_stale() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED, side=400))
    settled(store)
    smaller = recipe(thumb={"width": 20, "height": 20})
    assert settle(KEY, deployed(smaller), store, gate()).reason == "rendered"
    assert opened(store.objects[OUT].data).size == (20, 20)


def test_another_variant_makes_only_itself_stale() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    settle(KEY, deployed(TWO), store, gate())
    store.calls.clear()
    wider = recipe(thumb=THUMB, wide={"width": 400, "height": 100})
    settlement = settle(KEY, deployed(wider), store, gate())
    assert [written.variant for written in settlement.outputs] == ["wide"]
    assert f"put {OUT}" not in store.calls
    store.calls.clear()
    assert settle(KEY, deployed(wider), store, gate()).reason == "current"
    assert store.calls == [f"head {OUT}", f"head {WIDE_OUT}", f"get {KEY}"]


def test_what_was_made_before_variants_had_ids_is_rendered_once() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    settled(store)
    before = Origin(store.objects[KEY].etag, recipe_id=RECIPE.id)
    store.objects[OUT] = replace(store.objects[OUT], origin=before)
    assert settled(store).reason == "rendered"
    assert settled(store).reason == "current"


def test_a_variant_of_another_name_keeps_what_lies_at_its_key() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    place = {"key": "thumbnails/{dir}{stem}_thumb{ext}"}
    settle(KEY, deployed(recipe(thumb={**THUMB, **place})), store, gate())
    renamed = settle(KEY, deployed(recipe(small={**THUMB, **place})), store, gate())
    assert renamed.reason == "current"
    assert [standing.variant for standing in renamed.standing] == ["small"]


def test_variants_that_change_places_are_rendered() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED, side=100))
    one, two = {"key": "t/1/{key}"}, {"key": "t/2/{key}"}
    large, small = {"width": 20}, {"width": 10}
    settle(KEY, deployed(recipe(a={**large, **one}, b={**small, **two})), store, gate())
    after = settle(KEY, deployed(recipe(a={**large, **two}, b={**small, **one})), store, gate())
    assert {written.key: written.width for written in after.outputs} == {
        f"t/1/{KEY}": 10,
        f"t/2/{KEY}": 20,
    }


LIMITED = {"max_bytes": 100}


def test_narrower_limits_leave_what_was_made() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED, side=200))
    assert len(store.objects[KEY].data) > LIMITED["max_bytes"]
    settled(store)
    narrower = deployed(recipe(LIMITED), on_delete=OnDelete.REMOVE, rejected_prefix="rejected/")
    assert settle(KEY, narrower, store, gate()).reason == "current"
    assert set(store.objects) == {KEY, OUT}


def test_wider_limits_take_what_was_rejected_before() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED, side=200))
    narrower = deployed(recipe(LIMITED), rejected_prefix="rejected/")
    assert settle(KEY, narrower, store, gate()).reason == "too_large"
    assert set(store.objects) == {KEY, REPORT}
    assert settle(KEY, REPORTING, store, gate()).reason == "rendered"
    assert set(store.objects) == {KEY, OUT}


def test_a_report_by_another_recipe_is_written_anew() -> None:
    store = MemoryStore()
    store.put(KEY, b"no picture")
    settle(KEY, REPORTING, store, gate())
    other = deployed(TWO, rejected_prefix="rejected/")
    settle(KEY, other, store, gate())
    assert store.objects[REPORT].origin.recipe_id == TWO.id
    assert json.loads(store.objects[REPORT].data)["recipe_id"] == TWO.id
