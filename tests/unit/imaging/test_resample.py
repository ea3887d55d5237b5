"""Images are scaled however Pillow keeps them: in one piece, in pieces, or too wide for either."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops

from thumbnailer.imaging.geometry import Box, Size
from thumbnailer.imaging.resample import resize
from thumbnailer_native.pixels import ScatteredError, pixels_of

LANCZOS = Image.Resampling.LANCZOS


def largest_difference(one: Image.Image, other: Image.Image) -> int:
    return max(max(band.tobytes()) for band in ImageChops.difference(one, other).split())


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "CMYK"])
@pytest.mark.parametrize("box", [Box(0, 0, 4100, 1100), Box(333.3, 250.5, 2100, 1099.9)])
def test_an_image_in_pieces(mode: str, box: Box) -> None:
    small = Image.effect_noise((410, 110), 60).convert("RGB")
    image = small.resize((4100, 1100)).convert(mode)
    if mode == "L":
        image = image.resize((4100, 4400))
        box = Box(box.left, box.top * 4, box.right, box.bottom * 4)
    with pytest.raises(ScatteredError):
        pixels_of(image)
    size = Size(1300, 400)
    made = resize(image, size, box, 10)
    wanted = image.resize(size, LANCZOS, box=box)
    assert made.mode == mode
    assert largest_difference(made, wanted) <= 3


def test_an_image_too_wide_for_one_piece() -> None:
    image = Image.new("RGB", (1_500_000, 3), (10, 20, 30))
    made = resize(image, Size(400_000, 2), Box(0, 0, 1_500_000, 3), 1.9)
    assert made.size == (400_000, 2)
    assert made.getextrema() == ((10, 10), (20, 20), (30, 30))
