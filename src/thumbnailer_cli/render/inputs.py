"""Reads the values of options of `render`: the recipe, the watermark image, the focal point."""

from __future__ import annotations

import sys
from pathlib import Path

from thumbnailer.config.keys import prefix_problem
from thumbnailer.config.recipe import Recipe
from thumbnailer.config.recipe_json import RecipeError, parse_recipe
from thumbnailer.imaging import Point
from thumbnailer.imaging.watermark import StampError, stamp_image
from thumbnailer.settling.focal import FOCAL_POINT, focal_point
from thumbnailer_cli.shared.errors import CommandError

DEFAULT_RECIPE = '{"variants": {"thumb": {"width": 150, "height": 150}}}'


def read_recipe(given: str | None) -> Recipe:
    """The recipe in a file, or from standard input for `-`; None for the default recipe.

    Raises:
        CommandError: if the recipe is invalid; lists all problems.
    """
    where = "standard input" if given == "-" else given
    try:
        if given is None:
            text = DEFAULT_RECIPE
        elif given == "-":
            text = sys.stdin.buffer.read().decode("utf-8-sig")
        else:
            text = Path(given).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CommandError(f"cannot read the recipe {where}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CommandError(f"the recipe {where} is not UTF-8") from None
    try:
        return parse_recipe(text)
    except RecipeError as error:
        raise CommandError(*(f"{where}: {problem}" for problem in error.problems)) from None


def check_prefix(given: str) -> str:
    """The uploads prefix, validated as for a deployment.

    Raises:
        CommandError: if it is invalid.
    """
    if problem := prefix_problem(given):
        raise CommandError(f"--uploads-prefix {problem}")
    return given


def read_stamp(recipe: Recipe, given: Path | None) -> bytes | None:
    """The local copy of the watermark image; None if the recipe has none.

    Raises:
        CommandError: if it is missing, not needed, not readable, or not an image.
    """
    mark = recipe.watermark
    if mark is None or mark.image is None:
        if given:
            raise CommandError("--watermark is given, but the recipe names no watermark image")
        return None
    if given is None:
        raise CommandError(
            f'the watermark is the image "{mark.image}" of the bucket; pass a local copy of it:'
            " --watermark FILE"
        )
    try:
        data = given.read_bytes()
        stamp_image(data)
    except OSError as error:
        raise CommandError(f"cannot read {given}: {error.strerror}") from None
    except StampError as error:
        raise CommandError(f"{given}: {error}") from None
    return data


def parse_focal_point(text: str) -> Point:
    """The focal point as the function reads it from metadata, except that invalid text is an error.

    Raises:
        CommandError: if the function would ignore it.
    """
    point = focal_point({FOCAL_POINT: text})
    try:
        said = tuple(float(part) for part in text.split(","))
    except ValueError:
        said = ()
    if said != point:
        raise CommandError(
            f"--focal-point must be two numbers from 0 to 1, the position from the left and from"
            f' the top, such as "0.3,0.6"; not "{text}"'
        )
    return point
