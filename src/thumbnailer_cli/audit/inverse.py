"""Key templates read backwards: which source an output key belongs to.

`keys.py` says why there is never more than one.
"""

from __future__ import annotations

from dataclasses import dataclass

from thumbnailer.config.keys import Template
from thumbnailer.config.recipe import Recipe
from thumbnailer.config.rejection import Rejected


@dataclass(frozen=True)
class Claim:
    """What the recipe says an output key is: one variant of one source."""

    variant: str
    source: str


def claim(key: str, recipe: Recipe, uploads_prefix: str) -> Claim | None:
    """Whose output a key is; None when the recipe would never write it."""
    for variant in recipe.variants:
        source = source_key(variant.key, key, uploads_prefix)
        if source is not None and source.startswith(uploads_prefix + variant.prefix):
            return Claim(variant.name, source)
    return None


def source_key(template: Template, key: str, uploads_prefix: str) -> str | None:
    """The source whose output by a template is `key`; None when there is none."""
    if not key.startswith(template.prefix):
        return None
    candidate = _candidate(template, key.removeprefix(template.prefix), uploads_prefix)
    if candidate is None or not candidate.startswith(uploads_prefix):
        return None
    try:
        # Whatever the candidate is: only what leads to the key counts.
        return candidate if template.output_key(candidate, uploads_prefix) == key else None
    except Rejected:
        return None


def _candidate(template: Template, rest: str, uploads_prefix: str) -> str | None:
    if template.middle is None:
        return _without_end(rest, (template.ending or "") + (template.ext or ""))
    directory, slash, name = rest.rpartition("/")
    if not name.startswith(template.middle):
        return None
    name = name.removeprefix(template.middle)
    # With the format `same`, the extension behind the ending is the source's own. The ending has no
    # dot, so that the last dot of the name begins it; without any there is none.
    stem, dot, ext = name.rpartition(".") if template.ext is None else (name, "", "")
    if not dot:
        stem, ext = name, ""
    source = _without_end(stem, (template.ending or "") + (template.ext or ""))
    return None if source is None else f"{uploads_prefix}{directory}{slash}{source}{dot}{ext}"


def _without_end(text: str, end: str) -> str | None:
    return text[: len(text) - len(end)] if text.endswith(end) else None
