"""The ids of recipes and variants as deployments have stored them.

Another id has all of a deployment's pictures rendered again: it may change only with
RENDERER_VERSION, and with what the renditions are.
"""

from __future__ import annotations

from typing import Any

import pytest

from tools.samples.recipes import made

EVERY_MEMBER = {
    "inputs": ["heic", "tiff", "avif", "gif", "webp", "png", "jpeg"],
    "limits": {"max_bytes": 1_000_000, "max_pixels": 2_000_000, "max_frames": 3},
    "variants": {
        "one": {
            "prefix": "photos/",
            "width": 640,
            "height": 480,
            "fit": "contain",
            "gravity": "northwest",
            "enlarge": True,
            "background": "#12345678",
            "format": "webp",
            "quality": 70,
            "max_bytes": 50_000,
            "animation": "keep",
            "copyright": True,
            "cache_control": "max-age=60",
            "key": "one/{dir}{stem}{source_ext}{ext}",
        },
        "two": {"width": 100, "format": "jpeg", "progressive": True, "key": "two/{key}"},
    },
    "watermark": {"text": "mark", "variants": ["one"], "gravity": "north", "opacity": 0.5},
}


def sized(**variants: dict[str, Any]) -> dict[str, Any]:
    return {"variants": {name: {"width": 150, **look} for name, look in variants.items()}}


@pytest.mark.parametrize(
    ("document", "recipe_id", "variant_ids"),
    [
        (sized(thumb={"height": 150}), "370fe6604d810267", {"thumb": "e3c47da047c2657e"}),
        (sized(thumb={"format": "jpeg"}), "638672b8dc199f11", {"thumb": "c06f1eb7b5caebb9"}),
        (sized(thumb={"format": "png"}), "52ae135f4f447f11", {"thumb": "d83927dc7f3a3d82"}),
        (sized(thumb={"format": "webp"}), "a59b4017d5bf7613", {"thumb": "66a98a38ac097bf7"}),
        (sized(thumb={"format": "avif"}), "8f9ee2ba45870c34", {"thumb": "4f1bd244ed07a150"}),
        (
            sized(thumb={"animation": "keep"}) | {"inputs": ["gif", "png"]},
            "5f2ce70e2d634579",
            {"thumb": "0a19c46a63152f59"},
        ),
        (
            sized(thumb={"fit": "cover", "gravity": "attention", "height": 1}),
            "252fac3f30293630",
            {"thumb": "2796412d146f2e2c"},
        ),
        (EVERY_MEMBER, "02cb5b86a585468c", {"one": "ad6a1063477c2937", "two": "ef26de9e8d2c38d3"}),
    ],
)
def test_ids_are_those_that_deployments_have_stored(
    document: dict[str, Any], recipe_id: str, variant_ids: dict[str, str]
) -> None:
    recipe = made(document)
    assert (recipe.id, recipe.variant_ids) == (recipe_id, variant_ids)
