"""The eight Exif orientations: how a stored image is displayed.

CIPA DC-008, https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E, tag 274.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

from thumbnailer.imaging.geometry import Box, Size

if TYPE_CHECKING:
    from collections.abc import Callable

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Maps a position in the upright image (in shares of its sides) to the stored image.
_STORED: dict[int, Callable[[float, float], tuple[float, float]]] = {
    1: lambda x, y: (x, y),
    2: lambda x, y: (1 - x, y),
    3: lambda x, y: (1 - x, 1 - y),
    4: lambda x, y: (x, 1 - y),
    5: lambda x, y: (y, x),
    6: lambda x, y: (y, 1 - x),
    7: lambda x, y: (1 - y, 1 - x),
    8: lambda x, y: (1 - y, x),
}


def turned(size: Size, orientation: int) -> Size:
    """The upright size of a stored image, or the stored size of an upright image."""
    return size.turned if orientation in (5, 6, 7, 8) else size


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """The upright image, for an Exif orientation of 1 to 8."""
    method = _UPRIGHT.get(orientation)
    return image if method is None else image.transpose(method)


def stored_box(part: Box, size: Size, orientation: int) -> Box:
    """The part of the stored image for a part of the upright image with the given size."""
    stored = turned(size, orientation)
    corners = [
        _STORED[orientation](x / size.width, y / size.height)
        for x, y in ((part.left, part.top), (part.right, part.bottom))
    ]
    across = sorted(u * stored.width for u, _ in corners)
    down = sorted(v * stored.height for _, v in corners)
    return Box(
        max(0, across[0]),
        max(0, down[0]),
        min(stored.width, across[1]),
        min(stored.height, down[1]),
    )
