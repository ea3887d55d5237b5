"""Progressive JPEGs without the scans that do not show."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from thumbnailer.imaging.formats.jpeg_segments import thinned
from tools.samples.pictures import (
    encoded,
    jpeg,
)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("subsampling", [0, 2])
def test_a_thinned_progressive_jpeg_shows_the_same(mode: str, subsampling: int) -> None:
    noise = Image.effect_noise((1600, 1200), 60).resize((3200, 2400)).convert(mode)
    data = encoded(noise, "JPEG", progressive=True, quality=90, subsampling=subsampling)
    thin = thinned(data)
    assert len(thin) < len(data) * (1 if mode == "CMYK" else 0.8)
    images = []
    for each in (data, thin):
        image = Image.open(BytesIO(each))
        image.draft(None, (400, 300))
        images.append(image.tobytes())
    assert images[0] == images[1]


@pytest.mark.parametrize("cut", [2, 100, 5000])
def test_a_cut_off_jpeg_is_not_thinned(cut: int) -> None:
    data = encoded(Image.effect_noise((800, 600), 60), "JPEG", progressive=True)[:-cut]
    assert thinned(data) == data


def test_a_baseline_jpeg_is_not_thinned() -> None:
    data = jpeg(400, 300)
    assert thinned(data) == data
