"""One key settled, call by call, on a bucket in memory."""

from __future__ import annotations

import pytest

from tests.unit.settling.scenario import KEY, OUT, RECIPE, TWO, WIDE_OUT, colour, settled
from thumbnailer.imaging.watermark import StampError
from thumbnailer.results.objects import Origin
from thumbnailer.results.outcome import Outcome
from thumbnailer.settling.gate import gate
from thumbnailer.settling.ports import StoreError, Unchanged
from thumbnailer.settling.settle import settle
from tools.samples.memory_store import MemorySource, MemoryStore, Stored
from tools.samples.pictures import BLUE, GREEN, RED, jpeg, opened, plain_png, png
from tools.samples.recipes import THUMB, deployed, made, recipe


def test_a_new_source_is_rendered() -> None:
    store = MemoryStore()
    store.put("uploads/trip/a.jpg", jpeg(640, 480))
    settlement = settled(store, "uploads/trip/a.jpg")
    stored = store.objects["thumbnails/trip/a_thumb.jpg"]
    assert (settlement.outcome, settlement.reason) == (Outcome.SETTLED, "rendered")
    assert (settlement.source_width, settlement.source_height) == (640, 480)
    assert settlement.source_bytes == len(store.objects["uploads/trip/a.jpg"].data)
    (written,) = settlement.outputs
    assert (written.variant, written.key) == ("thumb", "thumbnails/trip/a_thumb.jpg")
    assert (written.width, written.height, written.bytes) == (150, 113, len(stored.data))
    assert stored.content_type == "image/jpeg"
    assert stored.origin == Origin(
        store.objects["uploads/trip/a.jpg"].etag, variant_id=RECIPE.variant_ids["thumb"]
    )
    assert store.open_sources == 0


def test_the_order_of_calls_is_the_designs() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    settled(store)
    etag = store.objects[KEY].etag
    assert store.calls == [
        f"head {OUT}",
        f"get {KEY}",
        f"read {etag}",
        f"put {OUT}",
        f"look {KEY}",
    ]


def test_a_duplicate_costs_the_heads_and_one_304() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    settle(KEY, deployed(TWO), store, gate())
    store.calls.clear()
    assert settle(KEY, deployed(TWO), store, gate()).reason == "current"
    assert store.calls == [f"head {OUT}", f"head {WIDE_OUT}", f"get {KEY}"]


def test_an_absent_source_leaves_its_outputs() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    settled(store)
    del store.objects[KEY]
    assert (settled(store).outcome, settled(store).reason) == (Outcome.SETTLED, "absent")
    assert OUT in store.objects


def test_a_replaced_source_replaces_its_outputs() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    settled(store)
    store.put(KEY, plain_png(BLUE))
    assert settled(store).reason == "rendered"
    assert colour(store) == BLUE


def test_only_what_is_not_current_is_rendered() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    settle(KEY, deployed(TWO), store, gate())
    del store.objects[WIDE_OUT]
    store.calls.clear()
    settlement = settle(KEY, deployed(TWO), store, gate())
    assert [written.variant for written in settlement.outputs] == ["wide"]
    assert f"put {OUT}" not in store.calls


def test_an_object_that_is_none_of_ours_is_replaced() -> None:
    store = MemoryStore(objects={OUT: Stored(b"left by somebody")})
    store.put(KEY, plain_png(RED))
    assert settled(store).reason == "rendered"
    assert colour(store) == RED


def test_a_store_that_ignores_if_none_match_is_not_read() -> None:
    class Ignorant(MemoryStore):
        def open_source(self, key: str, unless_etag: str | None) -> MemorySource | Unchanged | None:
            del unless_etag
            return super().open_source(key, None)

    store = Ignorant()
    store.put(KEY, plain_png(RED))
    settled(store)
    store.bytes_read = 0
    assert settled(store).reason == "current"
    assert store.bytes_read == store.open_sources == 0


def test_a_source_that_no_variant_is_made_of_costs_nothing() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    avatars = recipe(avatar={"width": 10, "prefix": "avatars/"})
    settlement = settle(KEY, deployed(avatars), store, gate())
    assert (settlement.outcome, settlement.reason) == (Outcome.SETTLED, "no_variant")
    assert store.calls == []


def test_the_focal_point_comes_from_the_sources_metadata() -> None:
    store = MemoryStore()
    store.put(KEY, png(400, 300), **{"focal-point": "0.9,0.1"})
    cropped = recipe(thumb={"width": 20, "height": 60, "fit": "cover", "gravity": "focal"})
    settle(KEY, deployed(cropped), store, gate())
    assert opened(store.objects[OUT].data).getpixel((10, 10)) == GREEN


MARKED = made(
    {"variants": {"thumb": THUMB}, "watermark": {"image": "assets/mark.png", "opacity": 1}}
)


def test_the_watermarks_image_comes_from_the_bucket() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED, side=100))
    store.put("assets/mark.png", plain_png(BLUE))
    settle(KEY, deployed(MARKED), store, gate())
    assert opened(store.objects[OUT].data).getpixel((90, 90)) == BLUE


@pytest.mark.parametrize("data", [None, b"no image"])
def test_a_missing_or_damaged_watermark_fails_and_blames_no_picture(data: bytes | None) -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    if data is not None:
        store.put("assets/mark.png", data)
    with pytest.raises((StoreError, StampError)):
        settle(KEY, deployed(MARKED), store, gate())
    assert OUT not in store.objects
    assert store.open_sources == 0


@pytest.mark.parametrize("call", ["head", "get", "read", "put", "look"])
def test_a_failure_anywhere_is_told_and_heals(call: str) -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    store.fail_on(call)
    with pytest.raises(StoreError, match="SlowDown"):
        settled(store)
    assert store.open_sources == 0
    store.before = lambda _: None
    assert settled(store).outcome is Outcome.SETTLED
    assert colour(store) == RED


def test_every_output_that_stands_is_told_written_now_or_before() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    settle(KEY, deployed(TWO), store, gate())
    del store.objects[WIDE_OUT]
    for expected in (["wide"], []):
        settlement = settle(KEY, deployed(TWO), store, gate())
        assert [written.variant for written in settlement.outputs] == expected
        assert {s.variant: (s.key, s.output) for s in settlement.standing} == {
            "thumb": (OUT, store.objects[OUT].output),
            "wide": (WIDE_OUT, store.objects[WIDE_OUT].output),
        }
        assert store.objects[OUT].output.width == 8
