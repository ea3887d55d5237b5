"""What libtiff decodes at a time: a tile may be larger than the picture.

TIFF 6.0, section 15, https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf.
Strips are cut to the picture, whatever a file says of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thumbnailer.imaging.geometry import Size

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

_TILE_WIDTH, _TILE_LENGTH = 322, 323


def tile(image: ImageFile) -> Size:
    """The size of a tile in pixels; one pixel where there are none.

    Args:
        image: an opened TIFF, at its first page.
    """
    tags: dict[int, object] = image.tag_v2  # type: ignore[attr-defined]
    width, height = tags.get(_TILE_WIDTH), tags.get(_TILE_LENGTH)
    return Size(*(side if isinstance(side, int) else 1 for side in (width, height)))
