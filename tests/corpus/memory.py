"""Whether the core's estimate of memory, made before decoding, covers what was measured."""

from __future__ import annotations

from tests.corpus.sweeper import RECIPES
from thumbnailer.imaging import render
from thumbnailer.rejection import Reason, Rejected


def is_covered(data: bytes, peak: int, recipe: str = "default") -> bool:
    """Whether a function with this little memory would have refused the picture."""
    try:
        render(data, RECIPES[recipe], memory=peak)
    except Rejected as rejected:
        return rejected.reason is Reason.TOO_MUCH_MEMORY
    return False
