"""What Terraform has to know of recipes, as the function does: modules/typed/recipe.json."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from thumbnailer.config import defaults
from thumbnailer.config.formats import FORMATS, SAME, output_names
from thumbnailer.config.recipe import Animation, Fit, Gravity
from thumbnailer.config.recipe_json import RecipeError, parse_recipe
from tools.docs import hcl, members, object_type

NAME = "recipe.json"


def document() -> str:
    """List defaults, formats and choices.

    Returns:
        JSON, with
        - `defaults`: of the members that have one, by the variable of the root module.
        - `keys`: of a variant without a key, with the format `same` and with others.
        - `choices`: what a member may be, by the variable.
        - `with_quality`, `moving`: the formats of variants that take a budget of bytes, and that
          keep an animation.
        - `inputs`, `suffixes`: the formats that may be accepted, and what names end with.
    """
    formats = [SAME, *output_names()]
    variants = {"fit": list(Fit), "gravity": list(Gravity), "animation": list(Animation)}
    rules = {
        "defaults": {
            "inputs": defaults.RECIPE["inputs"],
            "limits": dict(defaults.LIMITS),
            "variants": dict(defaults.VARIANT),
            "watermark": dict(defaults.WATERMARK),
        },
        "keys": {"same": defaults.KEY_OF_SAME, "others": defaults.KEY_OF_OTHERS},
        "choices": {
            "variants": variants | {"format": formats},
            "watermark": {"gravity": _taken(Gravity, _marked)},
        },
        "with_quality": _taken(formats, lambda form: _one(format=form, max_bytes=1)),
        "moving": _taken(formats, lambda form: _one(format=form, animation="keep")),
        "inputs": list(FORMATS),
        "suffixes": {name: form.suffixes for name, form in FORMATS.items()},
    }
    return json.dumps(rules, indent=2) + "\n"


def choices(variable: str) -> Mapping[str, list[str]]:
    """What the members of an object variable may be.

    Args:
        variable: its name.

    Returns:
        By the member, for those that are one of a few names.
    """
    found: Mapping[str, list[str]] = json.loads(document())["choices"].get(variable, {})
    return found


def suffixes() -> Mapping[str, list[str]]:
    """What the names of each format that may be accepted end with."""
    found: Mapping[str, list[str]] = json.loads(document())["suffixes"]
    return found


def _one(**variant: object) -> dict[str, Any]:
    return {"variants": {"it": {"width": 1, **variant}}}


def _marked(gravity: str) -> dict[str, Any]:
    return _one() | {"watermark": {"text": "it", "gravity": gravity}}


def _taken(names: Iterable[str], recipe: Any) -> list[str]:
    """Those names with which the function takes the recipe that is made of them."""
    return [str(name) for name in names if _good(recipe(name))]


def _good(recipe: Mapping[str, Any]) -> bool:
    try:
        parse_recipe(json.dumps(recipe))
    except RecipeError:
        return False
    return True


def problems(root: Path) -> Iterator[str]:
    """Compare the defaults in the types of the object variables, and of `inputs`, with these.

    Args:
        root: the directory of the root module.

    Yields:
        What differs, with what to do.
    """
    known: dict[str, Any] = json.loads(document())["defaults"]
    for name, arguments in hcl.blocks(root / members.TYPED, "variable").items():
        if name not in known:
            continue
        fields = object_type.fields(hcl.expression(arguments["type"]))
        for member, field in fields.items():
            expected = json.dumps(known[name].get(member))
            if (field.default or "null") != expected:
                yield _told(f"{name}.{member}", members.TYPED, field.default, expected)
    for name, arguments in hcl.blocks(root, "variable").items():
        if name == "inputs":
            expected = json.dumps(known[name])
            given = hcl.expression(arguments["default"])
            if given != expected:
                yield _told(name, "variables_recipe.tf", given, expected)


def _told(member: str, where: object, given: object, expected: str) -> str:
    return (
        f"{where}: the default of {member} is {given} and, in thumbnailer/config/defaults.py,"
        f" {expected}: write the one where the other stands"
    )
