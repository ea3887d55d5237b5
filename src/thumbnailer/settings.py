"""The deployment's settings, read from the environment that Terraform writes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thumbnailer.keys import prefix_overlaps
from thumbnailer.recipe_json import RecipeError, parse_recipe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thumbnailer.recipe import Recipe

BUCKET = "THUMBNAILER_BUCKET"
UPLOADS_PREFIX = "THUMBNAILER_UPLOADS_PREFIX"
RECIPE = "THUMBNAILER_RECIPE"
# Lambda's own: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, in MiB.
MEMORY_SIZE = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE"

# What the interpreter, boto3 and Pillow take before the first picture, in MiB, rounded up.
_IDLE = 128

_PREFIX = re.compile(r"(?:[^*?/]+/)+")


class SettingsError(ValueError):
    """The environment is wrong; the text lists every problem, one a line."""


@dataclass(frozen=True)
class Settings:
    """What one deployment works on and what it makes.

    Attributes:
        bucket: with sources and outputs.
        uploads_prefix: of the sources.
        recipe: what is made of them.
        memory: bytes that rendering one picture may take; None for any amount.
    """

    bucket: str
    uploads_prefix: str
    recipe: Recipe
    memory: int | None = None


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read and check the settings.

    Raises:
        SettingsError: with all problems at once, each naming the variable.
    """
    problems = [
        f"{name} is not set" for name in (BUCKET, UPLOADS_PREFIX, RECIPE) if not environ.get(name)
    ]
    uploads_prefix = environ.get(UPLOADS_PREFIX, "")
    if uploads_prefix and not _PREFIX.fullmatch(uploads_prefix):
        problems.append(
            f'{UPLOADS_PREFIX} is "{uploads_prefix}"; it must look like "uploads/": no leading or'
            " double slash, no * or ?, a slash at the end"
        )
    recipe: Recipe | None = None
    if text := environ.get(RECIPE):
        try:
            recipe = parse_recipe(text)
        except RecipeError as error:
            problems += [f"{RECIPE}: {problem}" for problem in error.problems]
    if recipe and uploads_prefix:
        templates = {variant.name: variant.key for variant in recipe.variants}
        problems += [f"{RECIPE}: {loop}" for loop in prefix_overlaps(uploads_prefix, templates)]
    if problems or recipe is None:
        raise SettingsError("the environment is wrong:\n" + "\n".join(f"- {p}" for p in problems))
    size = environ.get(MEMORY_SIZE, "")
    memory = (int(size) - _IDLE) * 2**20 if size.isdecimal() else None
    return Settings(environ[BUCKET], uploads_prefix, recipe, memory)
