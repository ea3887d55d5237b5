"""What the options of `render` name: the recipe, the watermark's image, the focal point."""

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
    """The recipe of a file, of standard input for `-`, or the default one for None.

    Raises:
        CommandError: with all that is wrong with it.
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
        raise CommandError(f"the recipe {where} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CommandError(f"the recipe {where} is not UTF-8") from None
    try:
        return parse_recipe(text)
    except RecipeError as error:
        raise CommandError(*(f"{where}: {problem}" for problem in error.problems)) from None


def check_prefix(given: str) -> str:
    """The uploads prefix, if a deployment could have it.

    Raises:
        CommandError: when none could.
    """
    if problem := prefix_problem(given):
        raise CommandError(f"--uploads-prefix {problem}")
    return given


def read_stamp(recipe: Recipe, given: Path | None) -> bytes | None:
    """The file that stands in for the watermark's image in the bucket; None where there is none.

    Raises:
        CommandError: when it is missing, superfluous, unreadable or no image.
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
        raise CommandError(f"{given} cannot be read: {error.strerror}") from None
    except StampError as error:
        raise CommandError(f"{given}: {error}") from None
    return data


def parse_focal_point(text: str) -> Point:
    """The focal point as the function reads it from metadata; but an invalid one is an error.

    Raises:
        CommandError: when the function would not understand it.
    """
    point = focal_point({FOCAL_POINT: text})
    try:
        said = tuple(float(part) for part in text.split(","))
    except ValueError:
        said = ()
    if said != point:
        raise CommandError(
            f'--focal-point must be two numbers from 0 to 1 like "0.3,0.6": the shares from the'
            f' left and from the top; not "{text}"'
        )
    return point
