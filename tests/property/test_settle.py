"""Outputs converge on the newest source, whatever happens between any two calls.

Before each call of a worker the source may be replaced, another worker may handle a message from
start to end (and be disturbed likewise), or the worker may crash. What crashed is delivered again.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.memory_store import MemoryStore
from tests.support.pictures import opened, plain_png
from tests.support.recipes import THUMB, deployed, recipe
from thumbnailer.ports import StoreError
from thumbnailer.settle import NotSettled, settle

KEY = "uploads/a.png"
RECIPE = recipe(thumb=THUMB, small={"width": 4, "height": 4})
OUTPUTS = ("thumbnails/a_thumb.png", "thumbnails/a_small.png")
COLOURS = [(10, 0, 0), (20, 0, 0), (30, 0, 0)]

DISTURBANCES = st.sampled_from(["nothing", "replace", "other worker", "crash"])


class World:
    """One key, its events, and a list of what happens before each call."""

    def __init__(self, disturbances: list[str]) -> None:
        self.store = MemoryStore(before=self.disturb)
        self.disturbances = disturbances
        self.version = 0
        self.events = 0
        self.replace()

    def replace(self) -> None:
        self.store.put(KEY, plain_png(COLOURS[self.version % len(COLOURS)]))
        self.version += 1
        self.events += 1

    def disturb(self, call: str) -> None:
        what = self.disturbances.pop(0) if self.disturbances else "nothing"
        if what == "replace":
            self.replace()
        elif what == "other worker" and self.events:
            self.deliver()
        elif what == "crash":
            raise StoreError("Crash", call)

    def deliver(self) -> None:
        self.events -= 1
        try:
            settle(KEY, deployed(RECIPE), self.store)
        except (StoreError, NotSettled):
            self.events += 1

    def run(self) -> None:
        while self.events:
            self.deliver()


@settings(max_examples=500)
@given(st.lists(DISTURBANCES, max_size=30))
def test_outputs_are_those_of_the_newest_source(disturbances: list[str]) -> None:
    world = World(disturbances)
    world.run()
    newest = opened(world.store.objects[KEY].data).getpixel((0, 0))
    for key in OUTPUTS:
        assert opened(world.store.objects[key].data).getpixel((0, 0)) == newest
        assert world.store.objects[key].origin.source_etag == world.store.objects[KEY].etag
