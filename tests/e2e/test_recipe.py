"""A recipe with many variants, from its HCL to the bytes in the bucket: examples/gallery."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.pipeline import Pipeline
from thumbnailer.config.recipe_json import parse_recipe
from tools.samples.pictures import GREEN, RED, encoded, jpeg, opened, png, quadrants


def written(pipeline: Pipeline, key: str, data: bytes, **metadata: str) -> dict[str, Any]:
    """Upload a source; gives what was written for it, by variant."""
    pipeline.s3.put_object(Bucket=pipeline.bucket, Key=key, Body=data, Metadata=metadata)
    line = pipeline.line(key)
    assert (line["outcome"], line["reason"]) == ("settled", "rendered"), line
    found = {}
    for output in line["outputs"]:
        found[output["variant"]] = stored = pipeline.get(output["key"])
        assert stored is not None
        ids = parse_recipe(pipeline.outputs["recipe"]).variant_ids
        assert stored["Metadata"]["variant-id"] == ids[output["variant"]]
        assert opened(stored["Body"]).size == (output["width"], output["height"])
        stored["Key"] = output["key"]
    return found


def test_all_variants_of_a_photo(gallery: Pipeline) -> None:
    found = written(gallery, "uploads/photos/lake.png", png(1500, 1200))
    assert {name: stored["Key"] for name, stored in found.items()} == {
        "square": "thumbnails/photos/lake_square.png",
        "slide": "thumbnails/photos/lake.png_slide.jpg",
        "light": "thumbnails/photos/lake.png_light.webp",
        "large": "thumbnails/photos/lake_large.png",
    }
    sizes = {name: opened(stored["Body"]).size for name, stored in found.items()}
    assert sizes == {
        "square": (320, 320),
        "slide": (1280, 720),
        "light": (800, 640),
        "large": (1500, 1200),
    }
    assert found["slide"]["ContentType"] == "image/jpeg"
    assert opened(found["slide"]["Body"]).info["progressive"]
    padding = opened(found["slide"]["Body"]).getpixel((5, 360))
    assert isinstance(padding, tuple)
    assert max(padding) < 48
    assert found["light"]["ContentType"] == "image/webp"
    assert len(found["light"]["Body"]) <= 40_000
    assert found["large"]["CacheControl"] == "max-age=86400"


def test_the_watermark_is_on_the_variant_it_is_for(gallery: Pipeline) -> None:
    found = written(gallery, "uploads/photos/marked.png", png(1500, 1200))
    plain = quadrants(1500, 1200).getpixel((1499 - 200, 1199 - 60))
    corner = opened(found["large"]["Body"]).convert("RGB").crop((1000, 1100, 1490, 1190))
    assert any(pixel != plain for pixel in set(corner.get_flattened_data()))


@pytest.mark.parametrize(
    ("point", "colour"), [({"focal-point": "0.1,0.1"}, RED), ({"focal-point": "0.9,0.1"}, GREEN)]
)
def test_an_avatar_lies_around_its_focal_point(
    gallery: Pipeline, point: dict[str, str], colour: tuple[int, int, int]
) -> None:
    key = f"uploads/avatars/{point['focal-point']}.JPG"
    found = written(gallery, key, jpeg(900, 300), **point)
    assert list(found) == ["avatar"]
    assert found["avatar"]["Key"] == f"faces/avatars/{point['focal-point']}.JPG.webp"
    pixel = opened(found["avatar"]["Body"]).convert("RGB").getpixel((64, 20))
    assert isinstance(pixel, tuple)
    assert all(abs(a - b) < 24 for a, b in zip(pixel, colour, strict=True))


def test_a_picture_of_another_format_is_taken_where_the_recipe_says_so(gallery: Pipeline) -> None:
    found = written(gallery, "uploads/banners/wide.webp", encoded(quadrants(2000, 900), "WEBP"))
    assert list(found) == ["banner"]
    assert opened(found["banner"]["Body"]).size == (1600, 400)


def test_a_picture_of_which_nothing_is_made(gallery: Pipeline) -> None:
    gallery.upload("uploads/other.jpg", jpeg())
    line = gallery.line("uploads/other.jpg")
    assert (line["outcome"], line["reason"]) == ("settled", "no_variant")
