from __future__ import annotations

import json

import pytest

from thumbnailer.recipe import RecipeError, parse_recipe


def problems_of(document: object) -> tuple[str, ...]:
    with pytest.raises(RecipeError) as error:
        parse_recipe(json.dumps(document))
    return error.value.problems


def test_defaults_are_filled_in() -> None:
    recipe = parse_recipe('{"variants": {"thumb": {"width": 150, "height": 100}}}')
    (thumb,) = recipe.variants
    assert (thumb.name, thumb.width, thumb.height, thumb.quality) == ("thumb", 150, 100, 80)
    assert thumb.key.output_key("uploads/a.png", "uploads/") == "thumbnails/a_thumb.png"
    assert (recipe.limits.max_bytes, recipe.limits.max_pixels) == (5_242_880, 50_000_000)


def test_recipes_that_mean_the_same_have_one_id() -> None:
    short = parse_recipe('{"variants": {"thumb": {"width": 150, "height": 150}}}')
    long = parse_recipe(
        '{"limits": {"max_pixels": 50000000, "max_bytes": null}, "variants": {"thumb": '
        '{"quality": 80, "key": "thumbnails/{dir}{stem}_thumb{ext}", "height": 150, "width": 150}}}'
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
            },
            "limits": {"max_bytes": "5MB", "max_pixels": 10**12},
            "watermark": {},
        }
    )
    text = "\n".join(problems)
    for words in (
        "recipe has no watermark",
        'variants["Thumb"]: a name',
        'variants["Thumb"] has no kye',
        'variants["Thumb"].width must be a whole number from 1 to 16384, not 0',
        'variants["Thumb"].height must be a whole number from 1 to 16384, not 150.5',
        'variants["Thumb"].quality must be a whole number from 1 to 95, not 96',
        'variants["other"].width must be a whole number from 1 to 16384, not null',
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


@pytest.mark.parametrize("text", ["", "{", "nonsense"])
def test_not_json(text: str) -> None:
    with pytest.raises(RecipeError, match="not JSON"):
        parse_recipe(text)


@pytest.mark.parametrize("document", [[], 1, "x", None])
def test_not_an_object(document: object) -> None:
    assert any("recipe must be an object" in p for p in problems_of(document))
