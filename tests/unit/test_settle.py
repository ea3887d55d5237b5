"""Design decision 2, call by call, on a bucket in memory."""

from __future__ import annotations

import pytest

from tests.support.memory_store import MemorySource, MemoryStore, Stored
from tests.support.pictures import BLUE, GREEN, RED, jpeg, opened, plain_png, png, png_claiming
from tests.support.recipes import THUMB, deployed, made, recipe
from thumbnailer.imaging.watermark import StampError
from thumbnailer.outcome import Outcome, Settlement
from thumbnailer.ports import Origin, StoreError, Unchanged
from thumbnailer.settle import MAX_ROUNDS, NotSettled, settle

KEY = "uploads/a.png"
OUT = "thumbnails/a_thumb.png"
RECIPE = recipe()
TWO = recipe(thumb=THUMB, wide={"width": 300, "height": 100})
WIDE_OUT = "thumbnails/a_wide.png"


def settled(store: MemoryStore, key: str = KEY) -> Settlement:
    return settle(key, deployed(RECIPE), store)


def colour(store: MemoryStore, key: str = OUT) -> object:
    return opened(store.objects[key].data).getpixel((0, 0))


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
    assert stored.origin == Origin(store.objects["uploads/trip/a.jpg"].etag, RECIPE.id)
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
    settle(KEY, deployed(TWO), store)
    store.calls.clear()
    assert settle(KEY, deployed(TWO), store).reason == "current"
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


def test_another_recipe_makes_outputs_stale() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED, side=400))
    settled(store)
    smaller = recipe(thumb={"width": 20, "height": 20})
    assert settle(KEY, deployed(smaller), store).reason == "rendered"
    assert opened(store.objects[OUT].data).size == (20, 20)


def test_only_what_is_not_current_is_rendered() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    settle(KEY, deployed(TWO), store)
    del store.objects[WIDE_OUT]
    store.calls.clear()
    settlement = settle(KEY, deployed(TWO), store)
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
    assert settlement.source_bytes == len(data)
    assert settlement.detail
    assert OUT not in store.objects
    assert store.open_sources == 0


def test_a_source_that_no_variant_is_made_of_costs_nothing() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    avatars = recipe(avatar={"width": 10, "prefix": "avatars/"})
    settlement = settle(KEY, deployed(avatars), store)
    assert (settlement.outcome, settlement.reason) == (Outcome.SETTLED, "no_variant")
    assert store.calls == []


def test_the_focal_point_comes_from_the_sources_metadata() -> None:
    store = MemoryStore()
    store.put(KEY, png(400, 300), **{"focal-point": "0.9,0.1"})
    cropped = recipe(thumb={"width": 20, "height": 60, "fit": "cover", "gravity": "focal"})
    settle(KEY, deployed(cropped), store)
    assert opened(store.objects[OUT].data).getpixel((10, 10)) == GREEN


MARKED = made(
    {"variants": {"thumb": THUMB}, "watermark": {"image": "assets/mark.png", "opacity": 1}}
)


def test_the_watermarks_image_comes_from_the_bucket() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED, side=100))
    store.put("assets/mark.png", plain_png(BLUE))
    settle(KEY, deployed(MARKED), store)
    assert opened(store.objects[OUT].data).getpixel((90, 90)) == BLUE


@pytest.mark.parametrize("data", [None, b"no image"])
def test_a_missing_or_damaged_watermark_fails_and_blames_no_picture(data: bytes | None) -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    if data is not None:
        store.put("assets/mark.png", data)
    with pytest.raises((StoreError, StampError)):
        settle(KEY, deployed(MARKED), store)
    assert OUT not in store.objects
    assert store.open_sources == 0


def test_too_large_is_not_even_downloaded() -> None:
    store = MemoryStore()
    store.put(KEY, b"x" * 1001)
    settlement = settle(KEY, deployed(recipe({"max_bytes": 1000})), store)
    assert (settlement.outcome, settlement.reason) == (Outcome.REJECTED, "too_large")
    assert settlement.detail == "1001 bytes; 1000 are allowed"
    assert store.bytes_read == store.open_sources == 0


def test_what_could_take_more_memory_than_there_is_is_not_decoded() -> None:
    store = MemoryStore()
    store.put(KEY, png_claiming(4000, 4000))
    settlement = settle(KEY, deployed(RECIPE, memory=64 * 2**20), store)
    assert (settlement.outcome, settlement.reason) == (Outcome.REJECTED, "too_much_memory")
    assert settlement.detail == "rendering could take 108 MiB of memory; 64 MiB are free"


def test_exactly_the_limit_is_accepted() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))
    limits = {"max_bytes": len(store.objects[KEY].data)}
    assert settle(KEY, deployed(recipe(limits)), store).outcome is Outcome.SETTLED


def test_a_key_too_long_to_have_outputs_is_rejected_without_a_call() -> None:
    store = MemoryStore()
    settlement = settled(store, f"uploads/{'x' * 1010}.png")
    assert (settlement.outcome, settlement.reason) == (Outcome.REJECTED, "key_too_long")
    assert store.calls == []


def test_a_source_replaced_while_it_is_rendered_is_rendered_again() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))

    def replace_before_the_write(call: str) -> None:
        if call == f"put {OUT}" and store.objects[KEY].data == plain_png(RED):
            store.put(KEY, plain_png(GREEN))

    store.before = replace_before_the_write
    assert settled(store).rounds == 2
    assert colour(store) == GREEN


def test_a_source_replaced_after_the_write_is_seen_by_the_last_look() -> None:
    store = MemoryStore()
    store.put(KEY, plain_png(RED))

    def replace_before_the_look(call: str) -> None:
        if call == f"look {KEY}" and store.objects[KEY].data == plain_png(RED):
            store.put(KEY, plain_png(GREEN))

    store.before = replace_before_the_look
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
