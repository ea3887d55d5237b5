"""Opening and decoding, the only place where a file's bytes can raise.

The decoders are called by name: Pillow's registry of some forty formats is never consulted, and an
MPO (the JPEG variant of many phones) is read as the JPEG it begins with.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, JpegImagePlugin, PngImagePlugin

from thumbnailer.config.recipe import Format
from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.imaging import exif, jpeg_end, png_clear
from thumbnailer.imaging.essence import essence
from thumbnailer.imaging.essence_jpeg import thinned
from thumbnailer.imaging.geometry import UNREDUCED, Reduction, Size
from thumbnailer.imaging.memory import Header, estimate
from thumbnailer.imaging.orientation import turned
from thumbnailer.imaging.parts import Frames
from thumbnailer.imaging.scale import reduction_to
from thumbnailer.imaging.sniff import sniff

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from PIL.ImageFile import ImageFile

    from thumbnailer.config.recipe import Limits
    from thumbnailer.imaging.png_strips import Strips

# Those of the default inputs are imported at start, the others when a recipe allows them.
_DECODERS = {
    Format.JPEG: (JpegImagePlugin.__name__, "JpegImageFile"),
    Format.PNG: (PngImagePlugin.__name__, "PngImageFile"),
    Format.WEBP: ("PIL.WebPImagePlugin", "WebPImageFile"),
    Format.GIF: ("thumbnailer.imaging.gif", "GifImageFile"),
    Format.AVIF: ("PIL.AvifImagePlugin", "AvifImageFile"),
    Format.TIFF: ("thumbnailer.imaging.tiff", "TiffImageFile"),
    Format.HEIC: ("pillow_heif.as_plugin", "HeifImageFile"),
}

# A JPEG is decoded at 1/2, 1/4 or 1/8 by its own transform as long as this many times the wanted
# size remains for the filter that follows. More would be slower without looking better: see
# docs/measurements.md.
_DRAFT_RESERVE = 1.45
_SMALLEST_SCALE = 8

_TURNED_BY_DECODER = (Format.HEIC, Format.TIFF)


class Frame(NamedTuple):
    """One frame of a moving picture, complete, and how long it is shown in milliseconds."""

    image: Image.Image
    duration: int


class Source:
    """A file whose header has been read and found acceptable.

    Attributes:
        format: by content.
        size: in pixels, of what is to be shown, upright.
        orientation: the Exif value 1 to 8; 1 where there is none or it is unreadable.
        reduction: how much smaller than stored it is decoded, as `draft` chose.
    """

    def __init__(self, data: bytes, inputs: Collection[Format], max_pixels: int) -> None:
        """Read the header, and hold it against the limit.

        Raises:
            Rejected: not an image, of a format that is not taken, corrupt, or of too many pixels.
        """
        self.format = sniff(data, inputs)
        self._data = essence(data, self.format)
        ended = jpeg_end.ended(self._data) if self.format is Format.JPEG else None
        self._lacks_end = ended is not None
        self._data = ended or self._data
        decoder = _decoder(self.format)
        with _corrupt_if_it_raises(self.format):
            self._image = decoder(BytesIO(self._data))
            self._frames = self._count_frames()
            self._tile = self._largest_tile()
        self._stored = Size(*self._image.size)
        self._bytes = len(data)
        for size in (self._stored, self._tile):
            if size.pixels > max_pixels:
                raise Rejected(
                    Reason.TOO_MANY_PIXELS,
                    f"{size.width}x{size.height} are {size.pixels} pixels;"
                    f" {max_pixels} are allowed",
                )
        self._strips: Strips | None = None
        self._reserve: tuple[int, int] | None = None
        self.reduction = UNREDUCED
        self._exif = exif.read(self._image)
        turned_already = self.format in _TURNED_BY_DECODER
        self.orientation = 1 if turned_already else exif.orientation(self._exif)
        self._part = self._clean_aperture()
        left, top, right, bottom = self._part or (0, 0, *self._stored)
        self.size = turned(Size(right - left, bottom - top), self.orientation)

    def _clean_aperture(self) -> tuple[int, int, int, int] | None:
        if self.format is not Format.AVIF:
            return None
        from thumbnailer.imaging.clean_aperture import clean_aperture  # noqa: PLC0415 - only AVIFs need it

        return clean_aperture(self._data, self._stored)

    @property
    def frame_count(self) -> int:
        """More than 1 for a moving picture."""
        return self._frames.number

    def _count_frames(self) -> Frames:
        if self.format is Format.GIF:
            from thumbnailer.imaging import essence_gif  # noqa: PLC0415 - no default input

            return essence_gif.frames(self._data)
        # Of a TIFF this would read every page, of which only the first is shown.
        moves = self.format is Format.WEBP
        return Frames(self._image.n_frames if moves else 1, Size(*self._image.size))  # type: ignore[attr-defined]

    def _largest_tile(self) -> Size:
        if self.format is Format.TIFF:
            from thumbnailer.imaging.tiff_tile import tile  # noqa: PLC0415 - no default input

            return tile(self._image)
        return Size(1, 1)

    def draft(self, wanted: Size) -> None:
        """Choose how much to reduce the picture while it is decoded, where its format allows it.

        Args:
            wanted: the least size of the whole picture that is of use, upright.
        """
        least = turned(wanted, self.orientation)
        if self.format is Format.JPEG:
            self._draft_jpeg(least)
        elif self.format is Format.PNG:
            self._draft_png(least)

    def _draft_jpeg(self, wanted: Size) -> None:
        reserve = (int(wanted.width * _DRAFT_RESERVE), int(wanted.height * _DRAFT_RESERVE))
        if self._lacks_end:
            # At less than half its size it does not show whether its last block is whole.
            width, height = self._stored
            reserve = (max(reserve[0], width // 2), max(reserve[1], height // 2))
        self._reserve = reserve
        with _corrupt_if_it_raises(self.format):
            self._image.draft(None, reserve)
            scale = self._image.decoderconfig[0]
            if "progressive" in self._image.info and scale == _SMALLEST_SCALE:
                self._image = _decoder(self.format)(BytesIO(thinned(self._data)))
                self._image.draft(None, reserve)
        self.reduction = Reduction(scale, scale)

    def _draft_png(self, wanted: Size) -> None:
        if "transparency" in self._image.info:
            return
        try:
            from thumbnailer.imaging import png_strips  # noqa: PLC0415 - only PNGs need it
        except ImportError:
            return
        self._strips = png_strips.strips(self._data, self._stored)
        if self._strips:
            self.reduction = reduction_to(wanted, self._stored)

    def memory(self, outputs: Sequence[Size], *, moves: bool) -> int:
        """The bytes of memory that decoding and rendering take at most, see `memory.estimate`."""
        return estimate(
            Header(
                format=self.format,
                bytes=self._bytes,
                stored=self._stored,
                tile=self._tile,
                decoded=self.reduction.of(self._stored),
                transparent=self._image.mode in ("LA", "PA", "RGBA")
                or "transparency" in self._image.info
                or getattr(self._image, "is_bare", False),
                progressive_bands=len(self._image.getbands())
                if "progressive" in self._image.info
                else 0,
                moves=moves,
                strip=self._strips.pixels(self.reduction) if self._strips else 0,
            ),
            outputs,
        )

    def decode(self) -> Image.Image:
        """The stored pixels, reduced by as much as was chosen.

        Raises:
            Rejected: when the file is truncated or damaged.
        """
        with _corrupt_if_it_raises(self.format):
            if self._strips:
                image = self._strips.decode(self.reduction)
                image.info = self._image.info
                return image
            expected = self._checksum_with_other_end() if self._lacks_end else None
            self._image.load()
            if self.format is Format.PNG:
                return png_clear.corrected(self._image, self._data)
            if expected is not None and expected != jpeg_end.checksum(self._image):
                raise Rejected(Reason.CORRUPT, "the JPEG is cut off")
            return self._image.crop(self._part) if self._part else self._image

    def _checksum_with_other_end(self) -> int:
        image = _decoder(self.format)(BytesIO(jpeg_end.ended_otherwise(self._data)))
        if self._reserve:
            image.draft(None, self._reserve)
        return jpeg_end.checksum(image)

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
        reach = self._frames.reach
        if reach.width > self._stored.width or reach.height > self._stored.height:
            raise Rejected(
                Reason.CORRUPT,
                f"a frame reaches to {reach.width}x{reach.height}, beyond the first one's canvas of"
                f" {self._stored.width}x{self._stored.height}",
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
        return exif.copyright_of(self._exif)


def _decoder(form: Format) -> type[ImageFile]:
    module, name = _DECODERS[form]
    decoder: type[ImageFile] = getattr(import_module(module), name)
    return decoder


@contextmanager
def _corrupt_if_it_raises(form: Format) -> Iterator[None]:
    """Pillow reads from memory here, so whatever it raises is the file's fault and permanent.

    But for one thing: a decoder whose libraries do not load (pillow-heif notices only when it is
    used) is the deployment's fault. A MemoryError is the file's, too: the picture was admitted to
    the memory that it takes, and Linux would kill the process rather than refuse it any. What
    refuses is the decoder, to which the picture is too large, as a PNG's row of 2 gigabits is.
    """
    try:
        yield
    except (ImportError, Rejected):
        raise
    except MemoryError as error:
        detail = f"the {form.value.upper()} has rows or parts too large for its decoder"
        raise Rejected(Reason.TOO_MUCH_MEMORY, detail) from error
    except Image.DecompressionBombError as error:
        raise Rejected(Reason.TOO_MANY_PIXELS, str(error)) from error
    except Exception as error:
        detail = f"the {form.value.upper()} cannot be decoded: {error}"
        raise Rejected(Reason.CORRUPT, detail) from error
