from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from thumbnailer.config import defaults
from thumbnailer.config.recipe import Colour, Limits, Recipe, Variant, Watermark
from thumbnailer.config.recipe_json import RecipeError, parse_recipe
from tools.samples.recipes import made


def problems_of(document: object) -> tuple[str, ...]:
    with pytest.raises(RecipeError) as error:
        parse_recipe(json.dumps(document))
    return error.value.problems


def test_defaults_are_filled_in() -> None:
    recipe = parse_recipe('{"variants": {"thumb": {"width": 150, "height": 100}}}')
    (thumb,) = recipe.variants
    assert (thumb.name, thumb.width, thumb.height) == ("thumb", 150, 100)
    assert (thumb.fit, thumb.gravity, thumb.format) == ("inside", "center", "same")
    assert (thumb.quality, thumb.max_bytes, thumb.background) == (None, None, None)
    assert (thumb.enlarge, thumb.progressive, thumb.copyright) == (False, False, False)
    assert (thumb.prefix, thumb.cache_control) == ("", None)
    assert recipe.inputs == ("jpeg", "png")
    assert recipe.watermark is None
    assert thumb.key.output_key("uploads/a.png", "uploads/") == "thumbnails/a_thumb.png"
    assert (recipe.limits.max_bytes, recipe.limits.max_pixels) == (5_242_880, 50_000_000)


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (defaults.RECIPE, Recipe),
        (defaults.LIMITS, Limits),
        (defaults.VARIANT, Variant),
        (defaults.WATERMARK, Watermark),
    ],
)
def test_every_default_is_that_of_a_member(table: Mapping[str, Any], kind: type[Any]) -> None:
    assert set(table) <= set(kind.__dataclass_fields__)


def test_the_default_key_depends_on_the_format() -> None:
    recipe = made(
        {"variants": {"a": {"width": 1}, "b": {"width": 1, "format": "webp", "key": None}}}
    )
    keys = [v.key.output_key("uploads/x/y.jpg", "uploads/") for v in recipe.variants]
    assert keys == ["thumbnails/x/y_a.jpg", "thumbnails/x/y.jpg_b.webp"]


@pytest.mark.parametrize("key", ["", 1, [], False])
def test_a_key_that_is_given_is_never_the_default(key: object) -> None:
    assert problems_of({"variants": {"thumb": {"width": 1, "key": key}}})


def test_recipes_that_mean_the_same_have_one_id() -> None:
    short = parse_recipe('{"variants": {"thumb": {"width": 150, "height": 150}}}')
    long = made(
        {
            "limits": {"max_pixels": 50000000, "max_bytes": None},
            "variants": {
                "thumb": {
                    "key": "thumbnails/{dir}{stem}_thumb{ext}",
                    "enlarge": False,
                    "fit": "inside",
                    "height": 150,
                    "width": 150,
                }
            },
        }
    )
    assert short.id == long.id
    assert len(short.id) == 16


@pytest.mark.parametrize(
    "change",
    [
        {"variants": {"thumb": {"width": 151, "height": 150}}},
        {"variants": {"thumb": {"width": 150, "height": 150, "quality": 81}}},
        {"variants": {"small": {"width": 150, "height": 150}}},
        {"variants": {"thumb": {"width": 150, "height": 150, "key": "t/{key}"}}},
        {"variants": {"thumb": {"width": 150, "height": 150}}, "limits": {"max_pixels": 1000}},
    ],
)
def test_a_changed_recipe_has_another_id(change: dict[str, object]) -> None:
    unchanged = parse_recipe('{"variants": {"thumb": {"width": 150, "height": 150}}}')
    assert parse_recipe(json.dumps(change)).id != unchanged.id


def test_every_problem_is_reported_at_once() -> None:
    problems = problems_of(
        {
            "variants": {
                "Thumb": {"width": 0, "height": 150.5, "quality": 96, "kye": "x"},
                "other": {"height": True, "key": "{stem}"},
                "third": {
                    "fit": "squeeze",
                    "gravity": "up",
                    "format": "bmp",
                    "background": "white",
                    "enlarge": 1,
                    "prefix": "/a",
                    "cache_control": 60,
                },
                "fourth": {"width": 1, "format": "png", "max_bytes": 100},
            },
            "limits": {"max_bytes": "5MB", "max_pixels": 10**12},
            "colour": {},
        }
    )
    text = "\n".join(problems)
    for words in (
        'recipe has no member "colour". Its members are variants, ',
        'variants["Thumb"]: a name',
        'variants["Thumb"] has no member "kye"; did you mean "key"? Its members are prefix, width,',
        'variants["Thumb"].width must be a whole number from 1 to 16384, not 0',
        'variants["Thumb"].height must be a whole number from 1 to 16384, not 150.5',
        'variants["Thumb"].quality must be a whole number from 1 to 95, not 96',
        'variants["third"] needs a width or a height',
        'variants["third"].fit must be one of inside, cover, contain, fill, not "squeeze"',
        'variants["third"].gravity must be one of center, north,',
        'variants["third"].format must be one of same, jpeg, png, webp, avif, not "bmp"',
        'variants["third"].background must be a colour like "#ffffff" or "#ffffff80", not "white"',
        'variants["third"].enlarge must be true or false, not 1',
        'variants["third"].prefix must be "" or folders, each followed by one slash, not "/a"',
        'variants["third"].cache_control must be a string, not 60',
        'variants["fourth"].max_bytes requires a format with a quality; PNG has none',
        'variants["other"].height must be a whole number from 1 to 16384, not true',
        'variants["other"].key "{stem}"',
        'limits.max_bytes must be a whole number from 1 to 268435456, not "5MB"',
        "limits.max_pixels must be a whole number from 1 to 178956970",
    ):
        assert words in text


@pytest.mark.parametrize("variants", [None, {}, [], {f"v{n}": {} for n in range(21)}])
def test_number_of_variants(variants: object) -> None:
    assert any("1 to 20 named variants" in p for p in problems_of({"variants": variants}))


def test_variants_that_could_write_one_key_are_refused() -> None:
    side = {"width": 10, "height": 10}
    problems = problems_of(
        {
            "variants": {
                "a": {**side, "key": "t/{dir}{stem}{ext}"},
                "b": {**side, "key": "t/{dir}{stem}_b{ext}"},
            }
        }
    )
    assert len(problems) == 1
    assert 'variants "a" and "b" could write the same key' in problems[0]


@pytest.mark.parametrize("text", ["", "{", "nonsense", "[" * 100_000])
def test_not_json(text: str) -> None:
    with pytest.raises(RecipeError, match="not JSON"):
        parse_recipe(text)


@pytest.mark.parametrize("document", [[], 1, "x", None])
def test_not_an_object(document: object) -> None:
    assert any("recipe must be an object" in p for p in problems_of(document))


def test_everything_a_variant_can_say() -> None:
    recipe = parse_recipe(
        json.dumps(
            {
                "inputs": ["webp", "jpeg"],
                "variants": {
                    "hero": {
                        "prefix": "banners/",
                        "width": 1024,
                        "fit": "cover",
                        "height": 300,
                        "gravity": "attention",
                        "enlarge": True,
                        "background": "#Ff800040",
                        "format": "webp",
                        "quality": 70,
                        "max_bytes": 50_000,
                        "progressive": True,
                        "copyright": True,
                        "cache_control": "max-age=60",
                    }
                },
                "watermark": {"text": "(c) blog", "variants": ["hero"], "opacity": 1},
            }
        )
    )
    (hero,) = recipe.variants
    assert recipe.inputs == ("jpeg", "webp")
    assert hero.background == Colour(255, 128, 0, 64)
    assert (hero.format, hero.gravity, hero.cache_control) == ("webp", "attention", "max-age=60")
    assert hero.key.output_key("uploads/a/b.jpg", "uploads/") == "thumbnails/a/b.jpg_hero.webp"
    assert recipe.watermark is not None
    assert recipe.watermark.variants == ("hero",)
    assert (recipe.watermark.gravity, recipe.watermark.opacity) == ("southeast", 1.0)


def test_variants_by_prefix() -> None:
    side = {"width": 10}
    recipe = made(
        {
            "variants": {
                "all": side,
                "avatar": {**side, "prefix": "avatars/"},
                "banner": {**side, "prefix": "banners/"},
            }
        }
    )

    def names(key: str) -> list[str]:
        return [variant.name for variant in recipe.variants_for(key, "uploads/")]

    assert names("uploads/avatars/me.jpg") == ["all", "avatar"]
    assert names("uploads/banners/x/y.jpg") == ["all", "banner"]
    assert names("uploads/avatars.jpg") == ["all"]


@pytest.mark.parametrize(
    ("watermark", "words"),
    [
        ({}, "needs either an image or a text"),
        ({"image": "assets/a.png", "text": "x"}, "needs either an image or a text"),
        ({"text": "漢字"}, "that the font has"),
        ({"text": "x", "variants": ["nobody"]}, "names of variants"),
        ({"text": "x", "variants": [[]]}, "names of variants"),
        ({"text": "x", "variants": "a"}, "names of variants"),
        ({"text": "x", "gravity": "attention"}, "compass direction"),
        ({"text": "x", "opacity": 2}, "from 0 to 1"),
        ({"text": "x", "scale": True}, "from 0 to 1"),
        ({"text": "x", "colour": "red"}, 'watermark has no member "colour". Its'),
        ([], "must be an object"),
    ],
)
def test_watermarks_that_are_refused(watermark: object, words: str) -> None:
    problems = problems_of({"variants": {"a": {"width": 1}}, "watermark": watermark})
    assert any(words in problem for problem in problems)


@pytest.mark.parametrize("inputs", [[], ["bmp"], "jpeg", ["jpeg", 7]])
def test_inputs_that_are_refused(inputs: object) -> None:
    problems = problems_of({"variants": {"a": {"width": 1}}, "inputs": inputs})
    assert any("must be a list of jpeg, png, webp, gif, avif, tiff, heic" in p for p in problems)


def test_a_watermark_beside_variants_that_are_none() -> None:
    problems = problems_of({"variants": 3, "watermark": {"text": "x", "variants": ["a"]}})
    assert any("1 to 20 named variants" in problem for problem in problems)
