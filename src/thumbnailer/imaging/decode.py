"""Opening and decoding, the only place where a file's bytes can raise.

The decoders are called by name: Pillow's registry of some forty formats is never consulted, and an
MPO (the JPEG variant of many phones) is read as the JPEG it begins with.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from PIL import ExifTags, Image, JpegImagePlugin, PngImagePlugin

from thumbnailer.imaging.essence import essence
from thumbnailer.imaging.essence_jpeg import thinned
from thumbnailer.imaging.geometry import Size
from thumbnailer.imaging.memory import Header, estimate
from thumbnailer.imaging.orientation import turned
from thumbnailer.imaging.sniff import sniff
from thumbnailer.recipe import Format
from thumbnailer.rejection import Reason, Rejected

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

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
# size remains for the filter that follows. More would be slower without looking better: see
# docs/measurements.md.
_DRAFT_RESERVE = 1.45
_SMALLEST_SCALE = 8

_CAN_MOVE = (Format.GIF, Format.WEBP)
_TURNED_BY_DECODER = (Format.HEIC, Format.TIFF)


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
        frame_count: more than 1 for a moving picture.
    """

    def __init__(self, data: bytes, inputs: Collection[Format], max_pixels: int) -> None:
        """Read the header, and hold it against the limit.

        Raises:
            Rejected: not an image, of a format that is not taken, corrupt, or of too many pixels.
        """
        self.format = sniff(data, inputs)
        self._data = essence(data, self.format)
        decoder = _decoder(self.format)
        with _corrupt_if_it_raises(self.format):
            self._image = decoder(BytesIO(self._data))
            # Of a TIFF this would read every page, of which only the first is shown.
            moves = self.format in _CAN_MOVE
            self.frame_count: int = self._image.n_frames if moves else 1  # type: ignore[attr-defined]
        self._stored = Size(*self._image.size)
        self._bytes = len(data)
        pixels = self._stored.pixels
        if pixels > max_pixels:
            raise Rejected(
                Reason.TOO_MANY_PIXELS,
                f"{self._stored.width}x{self._stored.height} are {pixels} pixels;"
                f" {max_pixels} are allowed",
            )
        # Where a PNG says how many bits a channel has.
        self._depth = data[24] if self.format is Format.PNG else 8
        self._exif = _exif(self._image)
        self.orientation = self._read_orientation()
        self.size = turned(self._stored, self.orientation)

    def draft(self, wanted: Size) -> None:
        """Choose the cheapest scale to decode at, which for all but JPEG is the full one.

        Args:
            wanted: the least size of the whole picture that is of use, upright.
        """
        if self.format is not Format.JPEG:
            return
        width, height = turned(wanted, self.orientation)
        reserve = (int(width * _DRAFT_RESERVE), int(height * _DRAFT_RESERVE))
        with _corrupt_if_it_raises(self.format):
            self._image.draft(None, reserve)
            progressive = "progressive" in self._image.info
            if progressive and self._stored.width // self._image.width >= _SMALLEST_SCALE:
                self._image = _decoder(self.format)(BytesIO(thinned(self._data)))
                self._image.draft(None, reserve)

    def memory(self, outputs: Sequence[Size]) -> int:
        """The bytes of memory that decoding and rendering take at most, see `memory.estimate`."""
        return estimate(
            Header(
                format=self.format,
                bytes=self._bytes,
                stored=self._stored,
                decoded=Size(*self._image.size),
                transparent=self._image.mode in ("LA", "PA", "RGBA")
                or "transparency" in self._image.info,
                progressive_bands=len(self._image.getbands())
                if "progressive" in self._image.info
                else 0,
            ),
            outputs,
        )

    def decode(self) -> Image.Image:
        """The stored pixels, at the scale that was chosen.

        Raises:
            Rejected: when the file is truncated or damaged.
        """
        with _corrupt_if_it_raises(self.format):
            self._image.load()
        _correct_transparency(self._image.info, self._depth)
        return self._image

    def frames(self, limits: Limits) -> Iterator[Frame]:
        """All frames of a moving picture, one at a time.

        Raises:
            Rejected: when there are too many, or too many pixels in all, or one is damaged.
        """
        count = self.frame_count
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
            if isinstance(value := self._exif.get(tag), str):
                kept[tag] = value
        return kept

    def _read_orientation(self) -> int:
        if self.format in _TURNED_BY_DECODER:
            return 1
        value = self._exif.get(ExifTags.Base.Orientation)
        return value if isinstance(value, int) and value in range(1, 9) else 1


def _exif(image: ImageFile) -> dict[int, object]:
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


def _correct_transparency(info: dict[Any, Any], depth: int) -> None:
    """Bring a PNG's transparent colour to the 8 bits that Pillow brings the pixels to."""
    colour = info.get("transparency")
    if isinstance(colour, int) and depth in (2, 4):
        info["transparency"] = colour * 255 // (2**depth - 1)
    elif isinstance(colour, tuple) and depth == 16:  # noqa: PLR2004 - bits
        info["transparency"] = tuple(value >> 8 for value in colour)


def _decoder(form: Format) -> type[ImageFile]:
    module, name = _DECODERS[form]
    decoder: type[ImageFile] = getattr(import_module(module), name)
    return decoder


@contextmanager
def _corrupt_if_it_raises(form: Format) -> Iterator[None]:
    """Pillow reads from memory here, so whatever it raises is the file's fault and permanent.

    But for two things: another worker may have more memory, and a decoder whose libraries do not
    load (pillow-heif notices only when it is used) is the deployment's fault.
    """
    try:
        yield
    except (MemoryError, ImportError, Rejected):
        raise
    except Image.DecompressionBombError as error:
        raise Rejected(Reason.TOO_MANY_PIXELS, str(error)) from error
    except Exception as error:
        detail = f"the {form.value.upper()} cannot be decoded: {error}"
        raise Rejected(Reason.CORRUPT, detail) from error
