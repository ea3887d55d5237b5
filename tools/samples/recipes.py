"""Recipes, and the settings of a deployment that has one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from thumbnailer.config.recipe import Recipe
from thumbnailer.config.recipe_json import parse_recipe
from thumbnailer.config.settings import Settings

THUMB = {"width": 150, "height": 150}


def recipe(limits: Mapping[str, int] | None = None, **variants: Mapping[str, object]) -> Recipe:
    """A recipe of these variants; of one 150x150 thumbnail when none is given."""
    return made({"variants": variants or {"thumb": THUMB}, "limits": limits or {}})


def deployed(recipe: Recipe, **changes: Any) -> Settings:
    """The settings of a deployment of a recipe."""
    return replace(Settings("pictures", "uploads/", recipe, "pictures"), **changes)


def made(document: Mapping[str, object]) -> Recipe:
    """The recipe of a JSON document."""
    return parse_recipe(json.dumps(document))
