"""Opening and decoding, the only place where a file's bytes can raise.

The two decoders are called by name: Pillow's registry of some forty formats is never consulted,
and an MPO (the JPEG variant of many phones) is read as the JPEG it begins with.
"""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import ExifTags, Image
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from thumbnailer.imaging.geometry import Size
from thumbnailer.imaging.sniff import Format, sniff
from thumbnailer.rejection import Reason, Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.ImageFile import ImageFile

_DECODERS: dict[Format, type[ImageFile]] = {Format.JPEG: JpegImageFile, Format.PNG: PngImageFile}

# A JPEG is decoded at 1/2, 1/4 or 1/8 by its own transform as long as this many times the wanted
# size remains for the filter that follows; the value Pillow's `thumbnail` takes as default.
_DRAFT_RESERVE = 2


class Source:
    """A file whose header has been read and found acceptable.

    Attributes:
        format: by content.
        size: in pixels, as stored, that is before `orientation` is applied.
        orientation: the Exif value 1 to 8; 1 where there is none or it is unreadable.
    """

    def __init__(self, data: bytes, max_pixels: int) -> None:
        """Read the header, and hold it against the limit before any pixel is decoded.

        Raises:
            Rejected: not an image, of an unsupported format, corrupt, or of too many pixels.
        """
        self.format = sniff(data)
        with _corrupt_if_it_raises(self.format):
            self._image = _DECODERS[self.format](BytesIO(data))
        self.size = Size(*self._image.size)
        if self.size.pixels > max_pixels:
            raise Rejected(
                Reason.TOO_MANY_PIXELS,
                f"{self.size.width}x{self.size.height} are {self.size.pixels} pixels;"
                f" {max_pixels} are allowed",
            )
        if self.format is Format.PNG:
            # The Exif chunk may follow the pixels, and a PNG has no cheaper scale to wait for.
            with _corrupt_if_it_raises(self.format):
                self._image.load()
        self.orientation = self._read_orientation()

    def decode(self, wanted: Size) -> Image.Image:
        """The pixels, possibly at a smaller scale, but at least of the size wanted.

        Raises:
            Rejected: when the file is truncated or damaged.
        """
        reserve = (wanted.width * _DRAFT_RESERVE, wanted.height * _DRAFT_RESERVE)
        with _corrupt_if_it_raises(self.format):
            self._image.draft(None, reserve)
            self._image.load()
        return self._image

    def _read_orientation(self) -> int:
        try:
            value = self._image.getexif().get(ExifTags.Base.Orientation, 1)
        except MemoryError:
            raise
        except Exception:  # damaged Exif data raise anything; the picture is fine
            return 1
        return value if value in range(1, 9) else 1


@contextmanager
def _corrupt_if_it_raises(known: Format) -> Iterator[None]:
    """Pillow reads from memory here, so whatever it raises is the file's fault and permanent.

    Only running out of memory is not: another worker may have more of it.
    """
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        detail = f"the {known.value.upper()} cannot be decoded: {error}"
        raise Rejected(Reason.CORRUPT, detail) from error
