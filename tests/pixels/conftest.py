from __future__ import annotations

import pytest
import pyvips

from tools import corpora


@pytest.fixture(scope="session")
def photo() -> pyvips.Image:
    """A photograph of 640 x 480 pixels, 3 bands of 8 bits, without profile or other metadata."""
    data = (corpora.pillow() / "sugarshack.mpo").read_bytes()
    decoded = pyvips.Image.new_from_buffer(data, "").copy_memory()
    pixels = decoded.write_to_memory()
    image = pyvips.Image.new_from_memory(pixels, decoded.width, decoded.height, 3, "uchar")
    return image.copy(interpretation="srgb")
