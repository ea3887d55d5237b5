"""Every JPEG and PNG of the corpora that libvips can read looks as libvips shows it.

The bound is wide: many of these pictures are drawings and text, whose hard edges show the least
difference between two filters. A wrong turn, colour or transparency is far beyond it.
"""

from __future__ import annotations

import pytest
import pyvips

from tests.corpus.report import CORPORA, obtain
from tests.pixels import reference
from thumbnailer.config.rejection import Rejected
from thumbnailer.imaging import render
from tools.samples.recipes import recipe

MEAN, PSNR = 6.0, 25.0
QUALITY = 95
_DECODED = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_RECIPE = recipe(thumb={"width": 100, "height": 100, "quality": QUALITY})


def unlike(data: bytes) -> str | None:
    """What is wrong with our thumbnail, or None; also None where there is nothing to compare."""
    try:
        expected = reference.thumbnail(data, 100, 100).copy_memory()
        (thumb,) = render(data, _RECIPE).renditions
    except (pyvips.Error, Rejected):
        return None  # rejections are the matter of the corpus tests
    if (thumb.width, thumb.height) != (expected.width, expected.height):
        return f"{thumb.width}x{thumb.height}, not {expected.width}x{expected.height}"
    found = reference.difference(thumb.data, expected, QUALITY)
    return None if found.mean <= MEAN and found.psnr >= PSNR else str(found)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("corpus", CORPORA)
def test_every_picture(corpus: str) -> None:
    found = {}
    for path in obtain(corpus):
        data = path.read_bytes()
        wrong = unlike(data) if data.startswith(_DECODED) else None
        if wrong:
            found[path.name] = wrong
    assert not found
