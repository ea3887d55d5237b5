"""What is read of a file's Exif data, and what is kept of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import ExifTags, Image

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile


def read(image: ImageFile) -> dict[int, object]:
    """The Exif data of the file, nothing where there are none or they are damaged.

    Of the Exif block alone: what XMP says of the orientation is for its editor, and libvips and
    browsers do not turn pictures by it either.
    """
    exif = Image.Exif()
    try:
        exif.load(image.info.get("exif") or b"")
        return dict(exif)
    except MemoryError:
        raise
    except Exception:  # damaged Exif data raise anything; the picture is fine
        return {}


def orientation(tags: dict[int, object]) -> int:
    """The value 1 to 8; 1 where there is none or it is unreadable."""
    value = tags.get(ExifTags.Base.Orientation)
    return value if isinstance(value, int) and value in range(1, 9) else 1


def copyright_of(tags: dict[int, object]) -> Image.Exif:
    """Artist and Copyright, as far as there are any."""
    kept = Image.Exif()
    for tag in (ExifTags.Base.Artist, ExifTags.Base.Copyright):
        if isinstance(value := tags.get(tag), str):
            kept[tag] = value
    return kept
