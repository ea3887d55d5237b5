"""What the core says of a picture's memory before it decodes it."""

from __future__ import annotations

from thumbnailer.config.recipe import Recipe
from thumbnailer.imaging import render


class _Told(Exception):
    """Before anything is decoded."""

    def __init__(self, needed: int) -> None:
        super().__init__(needed)
        self.needed = needed


def estimated(data: bytes, recipe: Recipe) -> int:
    """The bytes that rendering takes at most.

    Raises:
        Rejected: the picture is not taken at all.
    """
    try:
        render(data, recipe, admit=_tell)
    except _Told as told:
        return told.needed
    raise AssertionError("rendered without asking")


def _tell(needed: int) -> None:
    raise _Told(needed)
