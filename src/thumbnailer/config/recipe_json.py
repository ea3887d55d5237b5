"""The JSON form of a recipe, as Terraform writes it and the command line reads it.

    {"inputs": ["jpeg", "png"],
     "limits": {"max_bytes": 5242880, "max_pixels": 50000000},
     "variants": {"thumb": {"width": 150, "height": 150}}}

Every member may be missing or null, and then has its default; only a variant must have a width or a
height.
"""

from __future__ import annotations

import json
import re

from thumbnailer.config import defaults
from thumbnailer.config.formats import FORMATS, SAME, moving_output_names, output_names
from thumbnailer.config.keys import parse_template, template_conflicts
from thumbnailer.config.members import Members
from thumbnailer.config.recipe import (
    Animation,
    Colour,
    Fit,
    Gravity,
    Limits,
    Recipe,
    Variant,
    Watermark,
)

_VARIANT_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_PREFIX = re.compile(r"([^*?/]+/)*")
_COLOUR = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})?", re.IGNORECASE)
# The characters that the font of a watermark's text has, as a range of a regular expression: Latin,
# Greek, Cyrillic and Vietnamese letters, and common signs. Terraform's validation is the same.
LETTERS = " -~¡-¬®-ſȘ-țΆ-ΊΌΎ-ΡΣ-ώЀ-џҐґẞẠ-ỹ–—‘’‚“”„†‡•…‰‹›€№™−"
_MAX_TEXT = 60
_MAX_SIDE = 16_384
MAX_VARIANTS = 20
_MAX_QUALITY = 95
_MAX_BYTES = 256 * 1024 * 1024
# Pillow rejects images with more than twice its own MAX_IMAGE_PIXELS.
_MAX_PIXELS = 178_956_970
_MAX_FRAMES = 1000


class RecipeError(ValueError):
    """The recipe is invalid; `problems` contains a message for each problem."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def parse_recipe(text: str) -> Recipe:
    """Read a recipe.

    Raises:
        RecipeError: if the recipe is invalid; contains all problems.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RecipeError((f"recipe is not JSON: {error}",)) from None
    recipe = Members(document, "", list(Recipe.__dataclass_fields__), defaults.RECIPE)
    limits = _limits(recipe)
    inputs = _inputs(recipe)
    variants = _variants(recipe)
    watermark = _watermark(recipe)
    recipe.problems += template_conflicts({variant.name: variant.key for variant in variants})
    if recipe.problems:
        raise RecipeError(tuple(recipe.problems))
    return Recipe(variants, limits, inputs, watermark)


def _limits(recipe: Members) -> Limits:
    limits = recipe.members("limits", list(Limits.__dataclass_fields__), defaults.LIMITS)
    return Limits(
        max_bytes=limits.whole("max_bytes", _MAX_BYTES),
        max_pixels=limits.whole("max_pixels", _MAX_PIXELS),
        max_frames=limits.whole("max_frames", _MAX_FRAMES),
    )


def _inputs(recipe: Members) -> tuple[str, ...]:
    given = recipe.get("inputs")
    known = list(FORMATS)
    if not isinstance(given, list) or not given or not all(name in known for name in given):
        recipe.wrong("inputs", f"must be a list of {', '.join(known)}", given)
        return ()
    return tuple(name for name in known if name in given)


def _variants(recipe: Members) -> tuple[Variant, ...]:
    given = recipe.get("variants")
    if not isinstance(given, dict) or not 1 <= len(given) <= MAX_VARIANTS:
        recipe.problems.append(f"variants must be an object of 1 to {MAX_VARIANTS} named variants")
        return ()
    made = (_variant(name, given[name], recipe) for name in sorted(given))
    return tuple(variant for variant in made if variant is not None)


def _variant(name: str, document: object, recipe: Members) -> Variant | None:
    before = len(recipe.problems)
    where = f'variants["{name}"]'
    names = [member for member in Variant.__dataclass_fields__ if member != "name"]
    variant = Members(document, where, names, defaults.VARIANT, recipe.problems)
    if not _VARIANT_NAME.fullmatch(name):
        variant.problems.append(
            f"{where}: a name has 1 to 32 lower-case letters, digits, - and _, the first a letter"
            " or digit"
        )
    width, height = (variant.whole(side, _MAX_SIDE) for side in ("width", "height"))
    if variant.get("width") is None and variant.get("height") is None:
        variant.problems.append(f"{where} needs a width or a height")
    name_of_form = variant.one_of("format", [SAME, *output_names()])
    form = None if name_of_form == SAME else FORMATS[name_of_form]
    if form and form.quality is None and variant.get("max_bytes") is not None:
        variant.problems.append(
            f"{where}.max_bytes requires a format with a quality; {form.label} has none"
        )
    animation = variant.choice("animation", Animation)
    if animation is Animation.KEEP and form and not form.moves:
        moving = " and ".join([SAME, *moving_output_names()])
        variant.problems.append(f"{where}.animation can be kept in the formats {moving} only")
    prefix = variant.text("prefix") or ""
    if not _PREFIX.fullmatch(prefix):
        variant.wrong("prefix", 'must be "" or folders, each followed by one slash', prefix)
    template = variant.text("key")
    if template is None:
        template = defaults.KEY_OF_OTHERS if form else defaults.KEY_OF_SAME
    try:
        key = parse_template(template, name, form.ext if form else None)
    except ValueError as error:
        variant.problems.append(f"{where}.key {error}")
        return None
    made = Variant(
        name=name,
        prefix=prefix,
        width=width,
        height=height,
        fit=variant.choice("fit", Fit),
        gravity=variant.choice("gravity", Gravity),
        enlarge=variant.flag("enlarge"),
        background=_colour(variant),
        format=form.name if form else SAME,
        quality=variant.whole("quality", _MAX_QUALITY),
        max_bytes=variant.whole("max_bytes", _MAX_BYTES),
        progressive=variant.flag("progressive"),
        animation=animation,
        copyright=variant.flag("copyright"),
        cache_control=variant.text("cache_control") or None,
        key=key,
    )
    return made if len(recipe.problems) == before else None


def _watermark(recipe: Members) -> Watermark | None:
    if recipe.get("watermark") is None:
        return None
    mark = recipe.members("watermark", list(Watermark.__dataclass_fields__), defaults.WATERMARK)
    image, text = mark.text("image") or None, mark.text("text") or None
    if (image is None) == (text is None):
        mark.problems.append("watermark needs either an image or a text")
    if text is not None:
        # Imported here, so that it does not slow down a cold start without a watermark.
        from unicodedata import normalize  # noqa: PLC0415

        text = normalize("NFC", text)  # as Terraform does with every string
        if len(text) > _MAX_TEXT or re.search(f"[^{LETTERS}]", text):
            mark.wrong(
                "text",
                f"must be 1 to {_MAX_TEXT} characters that the font has: Latin, Greek and Cyrillic"
                " letters, digits and common signs; use an image for others",
                text,
            )
    known = recipe.get("variants")
    names = mark.get("variants")
    if names is not None and not (
        isinstance(names, list)
        and isinstance(known, dict)
        and all(isinstance(name, str) and name in known for name in names)
    ):
        mark.wrong("variants", "must be a list of names of variants", names)
        names = None
    gravity = mark.choice("gravity", Gravity)
    if gravity in (Gravity.FOCAL, Gravity.ATTENTION):
        mark.wrong("gravity", "must be center or a compass direction, such as northeast", gravity)
    return Watermark(
        image=image,
        text=text,
        variants=None if names is None else tuple(names),
        gravity=gravity,
        margin=mark.share("margin"),
        scale=mark.share("scale"),
        opacity=mark.share("opacity"),
    )


def _colour(variant: Members) -> Colour | None:
    given = variant.get("background")
    if given is None:
        return None
    match = _COLOUR.fullmatch(given) if isinstance(given, str) else None
    if match is None:
        variant.wrong("background", 'must be a colour like "#ffffff" or "#ffffff80"', given)
        return None
    return Colour(*(int(part, 16) for part in match.groups() if part))
