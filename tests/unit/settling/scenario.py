"""One source, its outputs, and the deployments that settle it."""

from __future__ import annotations

from thumbnailer.results.outcome import Settlement
from thumbnailer.settling.gate import gate
from thumbnailer.settling.settle import settle
from tools.samples.memory_store import MemoryStore
from tools.samples.pictures import opened
from tools.samples.recipes import THUMB, deployed, recipe

KEY = "uploads/a.png"
OUT = "thumbnails/a_thumb.png"
RECIPE = recipe()
TWO = recipe(thumb=THUMB, wide={"width": 300, "height": 100})
WIDE_OUT = "thumbnails/a_wide.png"


def settled(store: MemoryStore, key: str = KEY) -> Settlement:
    return settle(key, deployed(RECIPE), store, gate())


def colour(store: MemoryStore, key: str = OUT) -> object:
    return opened(store.objects[key].data).getpixel((0, 0))


REPORTING = deployed(RECIPE, rejected_prefix="rejected/")
REPORT = f"rejected/{KEY}.json"
