"""Whether the core's estimate of memory, made before decoding, covers what was measured."""

from __future__ import annotations

from tests.corpus.sweeper import RECIPES
from thumbnailer.imaging import render


class _Told(Exception):
    """Before anything is decoded."""

    def __init__(self, needed: int) -> None:
        super().__init__(needed)
        self.needed = needed


def is_covered(data: bytes, peak: int, recipe: str = "default") -> bool:
    """Whether a function with this little memory would have refused the picture."""
    try:
        render(data, RECIPES[recipe], admit=_tell)
    except _Told as told:
        return told.needed > peak
    return False


def _tell(needed: int) -> None:
    raise _Told(needed)
