"""Recipes that tests use."""

from __future__ import annotations

import json
from collections.abc import Mapping

from thumbnailer.recipe import Recipe, parse_recipe

THUMB = {"width": 150, "height": 150}


def recipe(limits: Mapping[str, int] | None = None, **variants: Mapping[str, object]) -> Recipe:
    """A recipe of these variants; of one 150x150 thumbnail when none is given."""
    return parse_recipe(
        json.dumps({"variants": variants or {"thumb": THUMB}, "limits": limits or {}})
    )
