"""Opening and decoding, the only place where a file's bytes can raise.

The decoders are called by name: Pillow's registry of some forty formats is never consulted, and an
MPO (the JPEG variant of many phones) is read as the JPEG it begins with.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from PIL import ExifTags, Image, JpegImagePlugin, PngImagePlugin

from thumbnailer.imaging.geometry import Size
from thumbnailer.imaging.orientation import turned
from thumbnailer.imaging.sniff import sniff
from thumbnailer.recipe import Format
from thumbnailer.rejection import Reason, Rejected

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from PIL.ImageFile import ImageFile

    from thumbnailer.recipe import Limits

# Those of the default inputs are imported at start, the others when a recipe allows them.
_DECODERS = {
    Format.JPEG: (JpegImagePlugin.__name__, "JpegImageFile"),
    Format.PNG: (PngImagePlugin.__name__, "PngImageFile"),
    Format.WEBP: ("PIL.WebPImagePlugin", "WebPImageFile"),
    Format.GIF: ("PIL.GifImagePlugin", "GifImageFile"),
    Format.AVIF: ("PIL.AvifImagePlugin", "AvifImageFile"),
    Format.TIFF: ("PIL.TiffImagePlugin", "TiffImageFile"),
    Format.HEIC: ("pillow_heif.as_plugin", "HeifImageFile"),
}

# A JPEG is decoded at 1/2, 1/4 or 1/8 by its own transform as long as this many times the wanted
# size remains for the filter that follows; the value Pillow's `thumbnail` takes as default.
_DRAFT_RESERVE = 2


class Frame(NamedTuple):
    """One frame of a moving picture, complete, and how long it is shown in milliseconds."""

    image: Image.Image
    duration: int


class Source:
    """A file whose header has been read and found acceptable.

    Attributes:
        format: by content.
        size: in pixels, upright.
        orientation: the Exif value 1 to 8; 1 where there is none or it is unreadable.
        is_moving: whether there is more than one frame.
    """

    def __init__(self, data: bytes, inputs: Collection[Format], max_pixels: int) -> None:
        """Read the header, and hold it against the limit before any pixel is decoded.

        Raises:
            Rejected: not an image, of a format that is not taken, corrupt, or of too many pixels.
        """
        self.format = sniff(data, inputs)
        with _corrupt_if_it_raises(self.format):
            self._image = _decoder(self.format)(BytesIO(data))
        stored = Size(*self._image.size)
        pixels = stored.width * stored.height
        if pixels > max_pixels:
            raise Rejected(
                Reason.TOO_MANY_PIXELS,
                f"{stored.width}x{stored.height} are {pixels} pixels; {max_pixels} are allowed",
            )
        if self.format is not Format.JPEG:
            # The Exif data may follow the pixels, and there is no cheaper scale to wait for.
            with _corrupt_if_it_raises(self.format):
                self._image.load()
        self.orientation = self._read_orientation()
        self.size = turned(stored, self.orientation)
        with _corrupt_if_it_raises(self.format):
            self.is_moving = bool(getattr(self._image, "is_animated", False))

    def decode(self, wanted: Size) -> Image.Image:
        """The stored pixels, possibly at a smaller scale.

        Args:
            wanted: the least size of the whole picture that is of use, upright.

        Raises:
            Rejected: when the file is truncated or damaged.
        """
        width, height = turned(wanted, self.orientation)
        with _corrupt_if_it_raises(self.format):
            self._image.draft(None, (width * _DRAFT_RESERVE, height * _DRAFT_RESERVE))
            self._image.load()
        return self._image

    def frames(self, limits: Limits) -> Iterator[Frame]:
        """All frames of a moving picture, one at a time.

        Raises:
            Rejected: when there are too many, or too many pixels in all, or one is damaged.
        """
        with _corrupt_if_it_raises(self.format):
            count: int = getattr(self._image, "n_frames", 1)
        pixels = count * self.size.width * self.size.height
        if count > limits.max_frames:
            raise Rejected(
                Reason.TOO_MANY_FRAMES, f"{count} frames; {limits.max_frames} are allowed"
            )
        if pixels > limits.max_pixels:
            raise Rejected(
                Reason.TOO_MANY_PIXELS,
                f"{count} frames have {pixels} pixels in all; {limits.max_pixels} are allowed",
            )
        for number in range(count):
            with _corrupt_if_it_raises(self.format):
                self._image.seek(number)
                self._image.load()
                image = self._image.convert("RGBA")
            yield Frame(image, int(self._image.info.get("duration", 0)))

    @property
    def loops(self) -> int:
        """How often a moving picture is shown; 0 for ever."""
        return int(self._image.info.get("loop", 1))

    def copyright(self) -> Image.Exif:
        """Exif's Artist and Copyright, as far as there are any."""
        kept = Image.Exif()
        for tag in (ExifTags.Base.Artist, ExifTags.Base.Copyright):
            value = self._exif(tag)
            if isinstance(value, str):
                kept[tag] = value
        return kept

    def _read_orientation(self) -> int:
        if self.format in (Format.AVIF, Format.HEIC):
            return 1  # libavif and libheif have turned it already
        value = self._exif(ExifTags.Base.Orientation)
        return value if isinstance(value, int) and value in range(1, 9) else 1

    def _exif(self, tag: ExifTags.Base) -> object:
        try:
            return self._image.getexif().get(tag)
        except MemoryError:
            raise
        except Exception:  # damaged Exif data raise anything; the picture is fine
            return None


def _decoder(form: Format) -> type[ImageFile]:
    module, name = _DECODERS[form]
    decoder: type[ImageFile] = getattr(import_module(module), name)
    return decoder


@contextmanager
def _corrupt_if_it_raises(form: Format) -> Iterator[None]:
    """Pillow reads from memory here, so whatever it raises is the file's fault and permanent.

    Only running out of memory is not: another worker may have more of it.
    """
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        detail = f"the {form.value.upper()} cannot be decoded: {error}"
        raise Rejected(Reason.CORRUPT, detail) from error
