"""What a deployment makes of every source: its variants and limits.

The JSON form is the one Terraform passes in `THUMBNAILER_RECIPE`:

    {"variants": {"thumb": {"width": 150, "height": 150, "quality": 80,
                            "key": "thumbnails/{dir}{stem}_{variant}{ext}"}},
     "limits": {"max_bytes": 5242880, "max_pixels": 50000000}}
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from thumbnailer.keys import Template, parse_template, template_conflicts

if TYPE_CHECKING:
    from collections.abc import Mapping

# Part of every recipe id. Raise it when the same recipe comes to mean other pixels, so that
# renditions made before the change are seen as stale.
RENDERER_VERSION = 1

_VARIANT_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_DEFAULT_KEY = "thumbnails/{dir}{stem}_{variant}{ext}"
_MAX_SIDE = 16_384
_MAX_VARIANTS = 20


class RecipeError(ValueError):
    """The recipe breaks rules; `problems` lists every one of them, a sentence each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Variant:
    """One named output per source.

    The picture keeps its aspect ratio, fits inside `width` x `height` pixels and is never enlarged.
    `quality` is that of JPEG, 1 to 95.
    """

    name: str
    width: int
    height: int
    quality: int
    key: Template


@dataclass(frozen=True)
class Limits:
    """What a source may cost: bytes to download, pixels to decode."""

    max_bytes: int
    max_pixels: int


@dataclass(frozen=True)
class Recipe:
    """All variants and limits of a deployment."""

    variants: tuple[Variant, ...]
    limits: Limits

    @cached_property
    def id(self) -> str:
        """The recipe's hash: equal for recipes that mean the same, 16 hexadecimal digits."""
        meaning = json.dumps([RENDERER_VERSION, asdict(self)], sort_keys=True)
        return hashlib.sha256(meaning.encode()).hexdigest()[:16]


def parse_recipe(text: str) -> Recipe:
    """Read a recipe from its JSON form, missing members taking their defaults.

    Raises:
        RecipeError: with everything that is wrong, not only the first thing.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise RecipeError((f"recipe is not JSON: {error}",)) from None
    problems: list[str] = []
    members = _members(document, "recipe", {"variants": {}, "limits": {}}, problems)
    limits = _limits(members["limits"], problems)
    variants = _variants(members["variants"], problems)
    problems += template_conflicts({variant.name: variant.key for variant in variants})
    if problems:
        raise RecipeError(tuple(problems))
    return Recipe(variants, limits)


def _limits(document: object, problems: list[str]) -> Limits:
    defaults = {"max_bytes": 5 * 1024 * 1024, "max_pixels": 50_000_000}
    members = _members(document, "limits", defaults, problems)
    return Limits(
        max_bytes=_whole(members, "limits", "max_bytes", 256 * 1024 * 1024, problems),
        # Pillow refuses more than twice its own MAX_IMAGE_PIXELS, whatever is asked for.
        max_pixels=_whole(members, "limits", "max_pixels", 178_956_970, problems),
    )


def _variants(document: object, problems: list[str]) -> tuple[Variant, ...]:
    if not isinstance(document, dict) or not 1 <= len(document) <= _MAX_VARIANTS:
        problems.append(f"variants must be an object of 1 to {_MAX_VARIANTS} named variants")
        return ()
    made = (_variant(name, document[name], problems) for name in sorted(document))
    return tuple(variant for variant in made if variant is not None)


def _variant(name: str, document: object, problems: list[str]) -> Variant | None:
    before = len(problems)
    where = f'variants["{name}"]'
    if not _VARIANT_NAME.fullmatch(name):
        problems.append(
            f"{where}: a name has 1 to 32 lower-case letters, digits, - and _, the first a letter"
            " or digit"
        )
    defaults = {"width": None, "height": None, "quality": 80, "key": _DEFAULT_KEY}
    members = _members(document, where, defaults, problems)
    width = _whole(members, where, "width", _MAX_SIDE, problems)
    height = _whole(members, where, "height", _MAX_SIDE, problems)
    quality = _whole(members, where, "quality", 95, problems)
    try:
        key = parse_template(str(members["key"]), name)
    except ValueError as error:
        problems.append(f"{where}.key {error}")
        return None
    if len(problems) > before:
        return None
    return Variant(name, width, height, quality, key)


def _members(
    document: object, where: str, defaults: Mapping[str, object], problems: list[str]
) -> dict[str, Any]:
    """The members of an object, defaults filled in (a null counts as missing, as in Terraform)."""
    if not isinstance(document, dict):
        problems.append(f"{where} must be an object, not {json.dumps(document)}")
        return dict(defaults)
    unknown = sorted(set(document) - set(defaults))
    if unknown:
        problems.append(f"{where} has no {', '.join(unknown)}; it has {', '.join(defaults)}")
    return {
        name: default if document.get(name) is None else document[name]
        for name, default in defaults.items()
    }


def _whole(
    members: Mapping[str, Any], where: str, name: str, highest: int, problems: list[str]
) -> int:
    value = members[name]
    if type(value) is not int or not 1 <= value <= highest:
        problems.append(
            f"{where}.{name} must be a whole number from 1 to {highest}, not {json.dumps(value)}"
        )
        return 1
    return value
