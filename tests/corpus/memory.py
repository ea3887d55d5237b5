"""Whether the core's estimate of memory, made before decoding, covers what was measured."""

from __future__ import annotations

from tests.corpus.sweeper import RECIPES
from tests.support.estimates import estimated


def is_covered(data: bytes, peak: int, recipe: str = "default") -> bool:
    """Whether a function with this little memory would have refused the picture."""
    return estimated(data, RECIPES[recipe]) > peak
