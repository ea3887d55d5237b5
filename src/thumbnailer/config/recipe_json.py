"""The JSON form of a recipe, as Terraform writes it and the command line reads it.

    {"inputs": ["jpeg", "png"],
     "limits": {"max_bytes": 5242880, "max_pixels": 50000000},
     "variants": {"thumb": {"width": 150, "height": 150}}}

Every member but a variant's width or height may be missing or null, and then has its default.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from thumbnailer.config.keys import parse_template, template_conflicts
from thumbnailer.config.recipe import (
    Animation,
    Colour,
    Fit,
    Format,
    Gravity,
    Limits,
    OutputFormat,
    Recipe,
    Variant,
    Watermark,
)

if TYPE_CHECKING:
    from enum import StrEnum

    Choice = TypeVar("Choice", bound=StrEnum)

_VARIANT_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_PREFIX = re.compile(r"([^*?/]+/)*")
_COLOUR = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})?", re.IGNORECASE)
# What the font of a watermark's text has glyphs for, as a range of a regular expression: Latin,
# Greek, Cyrillic and Vietnamese, and the signs beside them. Terraform's rule is the same.
LETTERS = " -~¡-¬®-ſȘ-țΆ-ΊΌΎ-ΡΣ-ώЀ-џҐґẞẠ-ỹ–—‘’‚“”„†‡•…‰‹›€№™−"
_MAX_TEXT = 60
_MAX_SIDE = 16_384
_MAX_VARIANTS = 20
_MAX_QUALITY = 95
_MAX_BYTES = 256 * 1024 * 1024
# Pillow refuses more than twice its own MAX_IMAGE_PIXELS, whatever is asked for.
_MAX_PIXELS = 178_956_970
_MAX_FRAMES = 1000


class RecipeError(ValueError):
    """The recipe breaks rules; `problems` lists every one of them, a sentence each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def parse_recipe(text: str) -> Recipe:
    """Read a recipe.

    Raises:
        RecipeError: with everything that is wrong, not only the first thing.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RecipeError((f"recipe is not JSON: {error}",)) from None
    recipe = _Members(document, "recipe", list(Recipe.__dataclass_fields__))
    limits = _limits(recipe)
    inputs = _inputs(recipe)
    variants = _variants(recipe)
    watermark = _watermark(recipe)
    recipe.problems += template_conflicts({variant.name: variant.key for variant in variants})
    if recipe.problems:
        raise RecipeError(tuple(recipe.problems))
    return Recipe(variants, limits, inputs, watermark)


def _limits(recipe: _Members) -> Limits:
    limits = recipe.members("limits", list(Limits.__dataclass_fields__))
    return Limits(
        max_bytes=limits.whole("max_bytes", _MAX_BYTES, 5 * 1024 * 1024),
        max_pixels=limits.whole("max_pixels", _MAX_PIXELS, 50_000_000),
        max_frames=limits.whole("max_frames", _MAX_FRAMES, 100),
    )


def _inputs(recipe: _Members) -> tuple[Format, ...]:
    given = recipe.get("inputs", ["jpeg", "png"])
    known = [form.value for form in Format]
    if not isinstance(given, list) or not given or not all(name in known for name in given):
        recipe.wrong("inputs", f"must be a list of {', '.join(known)}", given)
        return ()
    return tuple(form for form in Format if form.value in given)


def _variants(recipe: _Members) -> tuple[Variant, ...]:
    given = recipe.get("variants", {})
    if not isinstance(given, dict) or not 1 <= len(given) <= _MAX_VARIANTS:
        recipe.problems.append(f"variants must be an object of 1 to {_MAX_VARIANTS} named variants")
        return ()
    made = (_variant(name, given[name], recipe) for name in sorted(given))
    return tuple(variant for variant in made if variant is not None)


def _variant(name: str, document: object, recipe: _Members) -> Variant | None:
    before = len(recipe.problems)
    where = f'variants["{name}"]'
    names = [member for member in Variant.__dataclass_fields__ if member != "name"]
    variant = _Members(document, where, names, recipe.problems)
    if not _VARIANT_NAME.fullmatch(name):
        variant.problems.append(
            f"{where}: a name has 1 to 32 lower-case letters, digits, - and _, the first a letter"
            " or digit"
        )
    width, height = (variant.whole(side, _MAX_SIDE, None) for side in ("width", "height"))
    if variant.get("width", None) is None and variant.get("height", None) is None:
        variant.problems.append(f"{where} needs a width or a height")
    form = variant.choice("format", OutputFormat, OutputFormat.SAME)
    if form is OutputFormat.PNG and variant.get("max_bytes", None) is not None:
        variant.problems.append(f"{where}.max_bytes needs a format with a quality; PNG has none")
    animation = variant.choice("animation", Animation, Animation.FIRST)
    if animation is Animation.KEEP and form not in (OutputFormat.SAME, OutputFormat.WEBP):
        variant.problems.append(f"{where}.animation can be kept in the formats same and webp only")
    prefix = variant.text("prefix", "")
    if not _PREFIX.fullmatch(prefix):
        variant.wrong("prefix", 'must be "" or folders, each followed by one slash', prefix)
    default_key = (
        "thumbnails/{dir}{stem}_{variant}{ext}"
        if form is OutputFormat.SAME
        else "thumbnails/{dir}{stem}{source_ext}_{variant}{ext}"
    )
    try:
        key = parse_template(variant.text("key", default_key), name, form.ext)
    except ValueError as error:
        variant.problems.append(f"{where}.key {error}")
        return None
    made = Variant(
        name=name,
        prefix=prefix,
        width=width,
        height=height,
        fit=variant.choice("fit", Fit, Fit.INSIDE),
        gravity=variant.choice("gravity", Gravity, Gravity.CENTER),
        enlarge=variant.flag("enlarge"),
        background=_colour(variant),
        format=form,
        quality=variant.whole("quality", _MAX_QUALITY, None),
        max_bytes=variant.whole("max_bytes", _MAX_BYTES, None),
        progressive=variant.flag("progressive"),
        animation=animation,
        copyright=variant.flag("copyright"),
        cache_control=variant.text("cache_control", "") or None,
        key=key,
    )
    return made if len(recipe.problems) == before else None


def _watermark(recipe: _Members) -> Watermark | None:
    if recipe.get("watermark", None) is None:
        return None
    mark = recipe.members("watermark", list(Watermark.__dataclass_fields__))
    image, text = mark.text("image", "") or None, mark.text("text", "") or None
    if (image is None) == (text is None):
        mark.problems.append("watermark needs an image or a text, and not both")
    if text is not None:
        # Imported here: a cold start without a watermark should not pay for it.
        from unicodedata import normalize  # noqa: PLC0415

        text = normalize("NFC", text)  # as Terraform does with every string
        if len(text) > _MAX_TEXT or re.search(f"[^{LETTERS}]", text):
            mark.wrong(
                "text",
                f"must be 1 to {_MAX_TEXT} characters that the font has: Latin, Greek and Cyrillic"
                " letters, digits and common signs; use an image for others",
                text,
            )
    known = recipe.get("variants", {})
    names = mark.get("variants", None)
    if names is not None and not (
        isinstance(names, list)
        and isinstance(known, dict)
        and all(isinstance(name, str) and name in known for name in names)
    ):
        mark.wrong("variants", "must be a list of names of variants", names)
        names = None
    gravity = mark.choice("gravity", Gravity, Gravity.SOUTHEAST)
    if gravity in (Gravity.FOCAL, Gravity.ATTENTION):
        mark.wrong("gravity", "must be center or a point of the compass", gravity)
    return Watermark(
        image=image,
        text=text,
        variants=None if names is None else tuple(names),
        gravity=gravity,
        margin=mark.share("margin", 0.03),
        scale=mark.share("scale", 0.25),
        opacity=mark.share("opacity", 0.7),
    )


def _colour(variant: _Members) -> Colour | None:
    given = variant.get("background", None)
    if given is None:
        return None
    match = _COLOUR.fullmatch(given) if isinstance(given, str) else None
    if match is None:
        variant.wrong("background", 'must be a colour like "#ffffff" or "#ffffff80"', given)
        return None
    return Colour(*(int(part, 16) for part in match.groups() if part))


def _nearest(name: str, known: list[str]) -> str:
    # Only a recipe that is wrong takes the time to import this.
    from difflib import get_close_matches  # noqa: PLC0415

    near = get_close_matches(name, known, 1)
    return f'; did you mean "{near[0]}"?' if near else "."


@dataclass
class _Members:
    """The members of a JSON object, read one by one; what is wrong gathers in `problems`."""

    document: Any
    where: str
    names: list[str]
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not isinstance(self.document, dict):
            given = json.dumps(self.document)
            self.problems.append(f"{self.where} must be an object, not {given}")
            self.document = {}
        unknown = sorted(set(self.document) - set(self.names))
        for name in unknown:
            meant = _nearest(name, self.names)
            self.problems.append(
                f'{self.where} has no member "{name}"{meant} Its members are'
                f" {', '.join(self.names)}."
            )

    def get(self, name: str, default: object) -> Any:
        """A member; a null counts as missing, as in Terraform."""
        value = self.document.get(name)
        return default if value is None else value

    def members(self, name: str, names: list[str]) -> _Members:
        """A member that is an object itself."""
        return _Members(self.get(name, {}), name, names, self.problems)

    def whole(self, name: str, highest: int, default: Any) -> Any:
        """A whole number from 1 on, or the default."""
        value = self.get(name, default)
        if value is not default and (type(value) is not int or not 1 <= value <= highest):
            self.wrong(name, f"must be a whole number from 1 to {highest}", value)
            return default
        return value

    def share(self, name: str, default: float) -> float:
        """A number from 0 to 1, or the default."""
        value = self.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            self.wrong(name, "must be a number from 0 to 1", value)
            return default
        return float(value)

    def flag(self, name: str) -> bool:
        """True or false, which is the default."""
        value = self.get(name, False)
        if not isinstance(value, bool):
            self.wrong(name, "must be true or false", value)
        return value is True

    def text(self, name: str, default: str) -> str:
        """A string, or the default."""
        value = self.get(name, default)
        if not isinstance(value, str):
            self.wrong(name, "must be a string", value)
            return default
        return value

    def choice(self, name: str, kind: type[Choice], default: Choice) -> Choice:
        """One of the values of an enumeration, or the default."""
        value = self.get(name, default.value)
        try:
            return kind(value)
        except ValueError:
            self.wrong(name, f"must be one of {', '.join(kind)}", value)
            return default

    def wrong(self, name: str, rule: str, value: object) -> None:
        """Note that a member breaks its rule."""
        where = name if self.where == "recipe" else f"{self.where}.{name}"
        self.problems.append(f"{where} {rule}, not {json.dumps(value)}")
