"""Finds the source of an output key: the inverse of key templates.

`keys.py` explains why an output key has at most one source.
"""

from __future__ import annotations

from dataclasses import dataclass

from thumbnailer.config.keys import Template
from thumbnailer.config.recipe import Recipe
from thumbnailer.config.rejection import Rejected


@dataclass(frozen=True)
class Claim:
    """The source and the variant that an output key belongs to."""

    variant: str
    source: str


def claim(key: str, recipe: Recipe, uploads_prefix: str) -> Claim | None:
    """The source and the variant of an output key; None if no variant writes this key."""
    for variant in recipe.variants:
        source = source_key(variant.key, key, uploads_prefix)
        if source is not None and source.startswith(uploads_prefix + variant.prefix):
            return Claim(variant.name, source)
    return None


def source_key(template: Template, key: str, uploads_prefix: str) -> str | None:
    """The source for which a template gives `key`; None if there is none."""
    if not key.startswith(template.prefix):
        return None
    candidate = _candidate(template, key.removeprefix(template.prefix), uploads_prefix)
    if candidate is None or not candidate.startswith(uploads_prefix):
        return None
    try:
        # The candidate is the source only if the template gives the key for it.
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
    # With the format `same`, the extension after the ending is that of the source. The ending has
    # no dot, so the extension begins at the last dot of the name; a name without a dot has none.
    stem, dot, ext = name.rpartition(".") if template.ext is None else (name, "", "")
    if not dot:
        stem, ext = name, ""
    source = _without_end(stem, (template.ending or "") + (template.ext or ""))
    return None if source is None else f"{uploads_prefix}{directory}{slash}{source}{dot}{ext}"


def _without_end(text: str, end: str) -> str | None:
    return text[: len(text) - len(end)] if text.endswith(end) else None
