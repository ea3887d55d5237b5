"""Sources settled side by side, and what is told of each."""

from __future__ import annotations

import json
import threading
import time
from threading import Barrier
from typing import Any

import pytest

from thumbnailer.config.recipe_json import MAX_VARIANTS
from thumbnailer.config.settings import OnDelete, Settings
from thumbnailer.results.notice import Notice
from thumbnailer.results.objects import Hint, SourceRef
from thumbnailer.settling.ports import StoreError, Unanswered
from thumbnailer.settling.service import AT_A_TIME, CONNECTIONS, Done, Service
from tools.samples.memory_store import MemoryStore
from tools.samples.pictures import BLUE, RED, plain_png
from tools.samples.recipes import deployed, recipe

BUCKET = "pictures"
LONG = 10.0


class Notices:
    """A topic; what it was told, or an error for everything it is told."""

    def __init__(self, error: str | None = None) -> None:
        self.told: list[dict[str, Any]] = []
        self.attributes: list[dict[str, str]] = []
        self.error = error

    def publish(self, notice: Notice) -> None:
        if self.error:
            raise StoreError(self.error, "no")
        self.told.append(json.loads(notice.body))
        self.attributes.append(dict(notice.attributes))


def settled(
    service: Service,
    *keys: str,
    bucket: str = BUCKET,
    milliseconds: int = 60_000,
    upload: bool = False,
) -> list[Done]:
    work = [Hint(SourceRef(bucket, key), upload) for key in keys]
    return sorted(service.settle_all(work, lambda: milliseconds), key=lambda done: done.number)


def pictures(count: int) -> tuple[MemoryStore, list[str]]:
    store = MemoryStore()
    keys = [f"uploads/{number}.png" for number in range(count)]
    for number, key in enumerate(keys):
        store.put(key, plain_png((number, 0, 0)))
    return store, keys


@pytest.mark.parametrize("call", ["head", "get", "put", "look"])
def test_all_records_of_a_batch_wait_for_s3_side_by_side(call: str) -> None:
    store, keys = pictures(AT_A_TIME)
    all_waiting = Barrier(AT_A_TIME)

    def wait_for_all(name: str) -> None:
        if name.startswith(call):
            all_waiting.wait(LONG)

    store.before = wait_for_all
    done = settled(Service(deployed(recipe()), store), *keys)
    assert [each.settlement.reason for each in done] == ["rendered"] * AT_A_TIME


def many(variants: int) -> Settings:
    return deployed(recipe(**{f"v{number}": {"width": 4} for number in range(variants)}))


@pytest.mark.parametrize("call", ["head", "put"])
def test_the_outputs_of_a_source_wait_for_s3_side_by_side(call: str) -> None:
    store, keys = pictures(1)
    all_waiting = Barrier(MAX_VARIANTS)

    def wait_for_all(name: str) -> None:
        if name.startswith(call):
            all_waiting.wait(LONG)

    store.before = wait_for_all
    (done,) = settled(Service(many(MAX_VARIANTS), store), *keys)
    assert len(done.settlement.outputs) == MAX_VARIANTS


def test_requests_and_threads_are_bounded() -> None:
    store, keys = pictures(2 * AT_A_TIME)
    before = threading.active_count()
    lock = threading.Lock()
    waiting, most, threads = 0, 0, 0

    def count(_: str) -> None:
        nonlocal waiting, most, threads
        with lock:
            waiting += 1
            most = max(most, waiting)
            threads = max(threads, threading.active_count() - before)
        time.sleep(0.001)
        with lock:
            waiting -= 1

    store.before = count
    done = settled(Service(many(MAX_VARIANTS), store), *keys, upload=True)
    assert [len(each.settlement.outputs) for each in done] == [MAX_VARIANTS] * len(keys)
    assert most <= CONNECTIONS
    assert threads <= CONNECTIONS
    assert threading.active_count() == before


def test_a_source_that_is_named_twice_is_an_upload_once() -> None:
    store, (key,) = pictures(1)
    done = settled(Service(deployed(recipe()), store), key, key, upload=True)
    assert [(d.settlement.reason, d.settlement.rounds) for d in done] == [
        ("rendered", 1),
        ("current", 1),
    ]


def test_after_a_write_without_an_answer_outputs_are_looked_at() -> None:
    store, (key,) = pictures(1)

    def lost(call: str) -> None:
        if call.startswith("put") and store.calls.count(call) == 1:
            raise Unanswered("ReadTimeoutError", "no answer")

    store.before = lost
    (done,) = settled(Service(deployed(recipe()), store), key, upload=True)
    assert (done.settlement.reason, done.settlement.rounds) == ("rendered", 1)
    assert done.settlement.unanswered == "ReadTimeoutError"
    kinds = [call.split()[0] for call in store.calls if not call.startswith("read")]
    assert kinds == ["get", "put", "head", "get", "put", "look"]


def test_a_slow_picture_keeps_no_mate_waiting() -> None:
    store, keys = pictures(3)
    mates_are_done = threading.Event()

    def slow_read(call: str) -> None:
        if call == f"get {keys[0]}":
            assert mates_are_done.wait(LONG)

    store.before = slow_read
    ended = []
    service = Service(deployed(recipe()), store)
    for done in service.settle_all([Hint(SourceRef(BUCKET, key)) for key in keys], lambda: 60_000):
        ended.append(keys[done.number])
        if set(ended) == set(keys[1:]):
            mates_are_done.set()
    assert ended[-1] == keys[0]


def test_no_thread_outlives_its_invocation() -> None:
    store, keys = pictures(AT_A_TIME + 5)
    store.before = lambda _: time.sleep(0.001)
    before = threading.active_count()
    settled(Service(deployed(recipe()), store), *keys)
    assert threading.active_count() == before


def test_no_thread_outlives_an_invocation_that_fails() -> None:
    store, keys = pictures(5)
    before = threading.active_count()
    running = Service(deployed(recipe()), store).settle_all(
        [Hint(SourceRef(BUCKET, key)) for key in keys], lambda: 60_000
    )
    next(running)
    del running  # what an exception in whoever takes the results does
    assert threading.active_count() == before
    assert store.open_sources == 0


@pytest.mark.parametrize(
    ("bucket", "key"), [("another", "uploads/a.png"), (BUCKET, "thumbnails/a.png")]
)
def test_nothing_foreign_is_touched(bucket: str, key: str) -> None:
    store = MemoryStore()
    (done,) = settled(Service(deployed(recipe()), store), key, bucket=bucket)
    assert done.settlement.reason == "foreign_source"
    assert store.calls == []


def settings() -> Settings:
    return deployed(recipe(), on_delete=OnDelete.REMOVE, destination_bucket="thumbnails")


def test_notices_tell_how_every_source_ended() -> None:
    store, (key,) = pictures(1)
    topic = Notices()
    service = Service(settings(), store, topic)
    etag = store.objects[key].etag
    output = store.objects
    for _ in range(2):
        settled(service, key)
    stored = output["thumbnails/0_thumb.png"]
    variants = {
        "thumb": {
            "bucket": "thumbnails",
            "key": "thumbnails/0_thumb.png",
            "etag": stored.etag,
            "bytes": len(stored.data),
            "width": 8,
            "height": 8,
            "content_type": "image/png",
        }
    }
    rendered, current = topic.told
    assert rendered.pop("time") > "2026"
    assert rendered == {
        "version": 1,
        "outcome": "settled",
        "reason": "rendered",
        "detail": None,
        "recipe_id": settings().recipe.id,
        "source": {
            "bucket": BUCKET,
            "key": key,
            "etag": etag,
            "bytes": len(output[key].data),
            "width": 8,
            "height": 8,
        },
        "variants": variants,
    }
    # A notice that got lost is made up for by the message's next delivery: just as complete.
    assert (current["reason"], current["variants"]) == ("current", variants)
    store.put(key, b"no picture")
    settled(service, key)
    del store.objects[key]
    settled(service, key)
    assert [(n["outcome"], n["reason"], n["variants"]) for n in topic.told[2:]] == [
        ("rejected", "not_an_image", {}),
        ("settled", "absent", {}),
    ]
    assert topic.told[2]["detail"]
    assert topic.attributes == [
        {"outcome": "settled", "reason": "rendered"},
        {"outcome": "settled", "reason": "current"},
        {"outcome": "rejected", "reason": "not_an_image"},
        {"outcome": "settled", "reason": "absent"},
    ]


def test_a_notice_that_cannot_be_sent_fails_the_record_so_that_it_is_sent_later() -> None:
    store, (key,) = pictures(1)
    (done,) = settled(Service(settings(), store, Notices("Throttled")), key)
    assert (done.settlement.outcome, done.settlement.reason) == ("failed", "Throttled")


def test_what_failed_is_not_told() -> None:
    store, (key,) = pictures(1)
    store.fail_on("put")
    topic = Notices()
    settled(Service(settings(), store, topic), key)
    assert topic.told == []


def test_a_source_that_changes_between_two_of_its_records_is_settled_anew() -> None:
    store = MemoryStore()
    store.put("uploads/a.png", plain_png(RED))

    def replaced(call: str) -> None:
        if call.startswith("head") and store.calls.count(call) == 2:
            store.put("uploads/a.png", plain_png(BLUE))

    store.before = replaced
    done = settled(Service(deployed(recipe()), store), "uploads/a.png", "uploads/a.png")
    assert [each.settlement.reason for each in done] == ["rendered", "rendered"]
    assert store.objects["thumbnails/a_thumb.png"].origin.source_etag == (
        store.objects["uploads/a.png"].etag
    )
