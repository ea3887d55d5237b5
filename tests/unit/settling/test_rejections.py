"""What is rejected with which reason, and the report about it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.support.containers import RGB, blank_png
from tests.unit.settling.scenario import KEY, OUT, RECIPE, REPORT, REPORTING, settled
from thumbnailer.results.objects import Origin
from thumbnailer.results.outcome import Outcome
from thumbnailer.settling.gate import gate
from thumbnailer.settling.settle import settle
from tools.samples.memory_store import MemoryStore, Stored
from tools.samples.pictures import RED, jpeg, plain_png, png_claiming
from tools.samples.recipes import deployed, recipe


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"hello, world", "not_an_image"),
        (b"", "not_an_image"),
        (b"GIF89a....", "unsupported_format"),
        (jpeg()[:300], "corrupt"),
        (png_claiming(10_000, 10_000), "too_many_pixels"),
    ],
)
def test_rejected(data: bytes, reason: str) -> None:
    store = MemoryStore()
    store.put(KEY, data)
    settlement = settled(store)
    assert (settlement.outcome, settlement.reason) == (Outcome.REJECTED, reason)
    assert settlement.recipe_id == RECIPE.id
    assert settlement.source_bytes == len(data)
    assert settlement.detail
    assert OUT not in store.objects
    assert store.open_sources == 0


def test_too_large_is_not_even_downloaded() -> None:
    store = MemoryStore()
    store.put(KEY, b"x" * 1001)
    settlement = settle(KEY, deployed(recipe({"max_bytes": 1000})), store, gate())
    assert (settlement.outcome, settlement.reason) == (Outcome.REJECTED, "too_large")
    assert settlement.detail == "1001 bytes; 1000 are allowed"
    assert store.bytes_read == store.open_sources == 0


def test_what_could_take_more_memory_than_there_is_is_not_decoded() -> None:
    store = MemoryStore()
    store.put(KEY, blank_png(4000, 4000, 8, RGB, interlaced=True))
    settlement = settle(KEY, deployed(RECIPE), store, gate(memory=64 * 2**20))
    assert (settlement.outcome, settlement.reason) == (Outcome.REJECTED, "too_much_memory")
    assert settlement.detail == "rendering could take 123 MiB of memory; 60 MiB are free"


def test_exactly_the_limit_is_accepted() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    limits = {"max_bytes": len(store.objects[KEY].data)}
    assert settle(KEY, deployed(recipe(limits)), store, gate()).outcome is Outcome.SETTLED


def test_a_key_too_long_to_have_outputs_is_rejected_without_a_call() -> None:
    store = MemoryStore()
    settlement = settled(store, f"uploads/{'x' * 1010}.png")
    assert (settlement.outcome, settlement.reason) == (Outcome.REJECTED, "key_too_long")
    assert store.calls == []


def test_a_rejected_source_has_a_report_where_that_is_said() -> None:
    store = MemoryStore()
    store.put(KEY, b"no picture")
    assert settle(KEY, REPORTING, store, gate()).outcome is Outcome.REJECTED
    stored = store.objects[REPORT]
    assert stored.content_type == "application/json"
    assert stored.origin == Origin(store.objects[KEY].etag, recipe_id=RECIPE.id)
    assert json.loads(stored.data) == {
        "version": 1,
        "outcome": "rejected",
        "reason": "not_an_image",
        "detail": "not a recognized image; accepted formats: JPEG, PNG",
        "recipe_id": RECIPE.id,
        "source": {
            "bucket": "pictures",
            "key": KEY,
            "etag": store.objects[KEY].etag,
            "bytes": 10,
        },
    }


def test_a_report_that_is_there_is_not_written_again() -> None:
    store = MemoryStore()
    store.put(KEY, b"no picture")
    settle(KEY, REPORTING, store, gate())
    store.calls.clear()
    assert settle(KEY, REPORTING, store, gate()).outcome is Outcome.REJECTED
    assert [call.split()[0] for call in store.calls] == ["head", "head", "get", "read"]


@pytest.mark.parametrize("end", ["good", "gone"])
def test_a_report_goes_when_its_source_is_good_or_gone(end: str) -> None:
    store = MemoryStore()
    store.put(KEY, b"no picture")
    settle(KEY, REPORTING, store, gate())
    del store.objects[KEY]
    if end == "good":
        store.put(KEY, plain_png(RED))
    settlement = settle(KEY, REPORTING, store, gate())
    assert settlement.reason == {"good": "rendered", "gone": "absent"}[end]
    assert settlement.removed == ()
    assert REPORT not in store.objects


def test_a_report_left_by_a_crash_goes_although_the_outputs_are_current() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    settle(KEY, REPORTING, store, gate())
    store.objects[REPORT] = Stored(b"{}")
    assert settle(KEY, REPORTING, store, gate()).reason == "current"
    assert REPORT not in store.objects
    store.calls.clear()
    settle(KEY, REPORTING, store, gate())
    assert store.calls == [f"head {OUT}", f"head {REPORT}", f"get {KEY}"]


def test_a_key_too_long_for_a_report_is_rejected_without_one() -> None:
    store = MemoryStore()
    key = f"uploads/{'x' * 1000}.png"
    store.put(key, b"no picture")
    short = deployed(recipe(thumb={"width": 9, "key": "t/{dir}{stem}{ext}"}), rejected_prefix="r/")
    settlement = settle(key, replace(short, rejected_prefix="rejected/long/"), store, gate())
    assert settlement.reason == "not_an_image"
    assert list(store.objects) == [key]
