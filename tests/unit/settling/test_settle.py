"""Design decision 2, call by call, on a bucket in memory."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.support.containers import RGB, blank_png
from tests.support.memory_store import MemorySource, MemoryStore, Stored
from tests.support.pictures import BLUE, GREEN, RED, jpeg, opened, plain_png, png, png_claiming
from tests.support.recipes import THUMB, deployed, made, recipe
from thumbnailer.config.settings import OnDelete
from thumbnailer.imaging.watermark import StampError
from thumbnailer.results.objects import Origin
from thumbnailer.results.outcome import Outcome, Settlement
from thumbnailer.settling.gate import gate
from thumbnailer.settling.ports import StoreError, Unchanged
from thumbnailer.settling.settle import MAX_ROUNDS, NotSettled, settle

KEY = "uploads/a.png"
OUT = "thumbnails/a_thumb.png"
RECIPE = recipe()
TWO = recipe(thumb=THUMB, wide={"width": 300, "height": 100})
WIDE_OUT = "thumbnails/a_wide.png"


def settled(store: MemoryStore, key: str = KEY) -> Settlement:
    return settle(key, deployed(RECIPE), store, gate())


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


REMOVING = deployed(TWO, on_delete=OnDelete.REMOVE)
REPORTING = deployed(RECIPE, rejected_prefix="rejected/")
REPORT = f"rejected/{KEY}.json"


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
        "detail": "the 10 bytes do not begin like an image; accepted are JPEG, PNG",
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
