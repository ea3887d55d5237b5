"""libvips shows the flawed files of tests/support/beside_pixels.py as the sound ones, too."""

from __future__ import annotations

import pytest
import pyvips

from tests.support.beside_pixels import JPEGS, PNGS


def shown(data: bytes) -> tuple[int, int, int, bytes]:
    """Size, bands and pixels, upright and in sRGB."""
    image = pyvips.Image.new_from_buffer(data, "").autorot()
    if image.get_typeof("icc-profile-data"):
        image = image.icc_transform("srgb", embedded=True)
    return image.width, image.height, image.bands, bytes(image.write_to_memory())


@pytest.mark.parametrize("name", [*JPEGS, *PNGS])
def test_libvips_agrees(name: str) -> None:
    flawed = (JPEGS | PNGS)[name]
    assert shown(flawed.data) == shown(flawed.sound)
