"""What the core says of a picture's memory before it decodes it."""

from __future__ import annotations

from thumbnailer.config.recipe import Recipe
from thumbnailer.imaging import prepare


def estimated(data: bytes, recipe: Recipe) -> int:
    """The bytes that rendering takes at most.

    Raises:
        Rejected: the picture is not taken at all.
    """
    return prepare(data, recipe).memory
