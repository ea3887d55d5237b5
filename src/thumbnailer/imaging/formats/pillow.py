"""Decodes files with Pillow; the only place where the bytes of a file can raise an exception.

Calls Pillow's decoders by name; does not use its registry of some forty formats.
"""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from PIL import Image

from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.imaging import exif
from thumbnailer.imaging.formats.parts import Frames
from thumbnailer.imaging.geometry import UNREDUCED, Size
from thumbnailer.imaging.memory import Header, estimate
from thumbnailer.imaging.orientation import turned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.ImageFile import ImageFile

    from thumbnailer.config.formats import Format
    from thumbnailer.config.recipe import Limits


class Frame(NamedTuple):
    """One complete frame of an animated image, and its duration in milliseconds."""

    image: Image.Image
    duration: int


class Source:
    """A file whose header has been read and accepted.

    Each format has a class derived from this one. It names the decoder, and overrides methods where
    Pillow's behavior is not sufficient; its methods need not catch exceptions caused by the file.

    Attributes:
        decoder: a decoder class of Pillow.
        format: the format, determined by content.
        size: the size in pixels of the displayed part, upright.
        orientation: the Exif orientation, 1 to 8; 1 if it is missing or invalid.
        reduction: the reduction while decoding, chosen by `draft`.
    """

    decoder: ClassVar[type[ImageFile]]

    def __init__(self, data: bytes, form: Format, max_pixels: int) -> None:
        """Read the header, and check the number of pixels.

        Args:
            data: the file, which has the signature of the format.
            form: the format.
            max_pixels: the maximum number of pixels of the image, and of the part that its decoder
                decodes at a time.

        Raises:
            Rejected: if the file is corrupt, of an unsupported kind, or has too many pixels.
        """
        self.format = form
        self._data = self._essence(data)
        with _corrupt_if_it_raises(form):
            self._image = self._opened(self._data)
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
        self.reduction = UNREDUCED
        self._exif = exif.read(self._image)
        self.orientation = 1 if form.turned_by_decoder else exif.orientation(self._exif)
        self._part = self._shown()
        left, top, right, bottom = self._part or (0, 0, *self._stored)
        self.size = turned(Size(right - left, bottom - top), self.orientation)

    def _essence(self, data: bytes) -> bytes:
        """The parts of the file that the pixels need; others are not passed to the decoder.

        Text, XMP data and comments take time to read, which a malicious file can multiply, and
        decoders reject valid images because of errors in them. Damage is reported by the decoder.

        Raises:
            Rejected: if the file has far more parts than an image needs, or is of an unsupported
                kind.
        """
        return data

    def _opened(self, data: bytes) -> ImageFile:
        return self.decoder(BytesIO(data))

    def _count_frames(self) -> Frames:
        # In formats without animation, Pillow would read every page, but only the first is used.
        moves = self.format.moves
        return Frames(self._image.n_frames if moves else 1, Size(*self._image.size))  # type: ignore[attr-defined]

    def _largest_tile(self) -> Size:
        """The size decoded at a time, which may be larger than the image."""
        return Size(1, 1)

    def _shown(self) -> tuple[int, int, int, int] | None:
        """Left, top, right and bottom of the displayed part; None for the whole image."""
        return None

    @property
    def _is_transparent(self) -> bool:
        """Whether some of the pixels may be transparent."""
        return self._image.mode in ("LA", "PA", "RGBA") or "transparency" in self._image.info

    @property
    def _kept_bytes(self) -> int:
        """The bytes that the decoder keeps in addition to the decoded pixels."""
        return 0

    @property
    def _pixels_at_a_time(self) -> int:
        """The number of pixels decoded before a reduction; 0 without reduction while decoding."""
        return 0

    @property
    def frame_count(self) -> int:
        """The number of frames; more than 1 for an animated image."""
        return self._frames.number

    def draft(self, wanted: Size) -> None:
        """Choose the reduction of the image while it is decoded, if its format allows one.

        Args:
            wanted: the minimum size of the whole image after the reduction, upright.
        """
        with _corrupt_if_it_raises(self.format):
            self._draft(turned(wanted, self.orientation))

    def _draft(self, wanted: Size) -> None:
        """As `draft`, but with the size in the stored orientation."""

    def memory(self, outputs: Sequence[Size], *, moves: bool) -> int:
        """The maximum memory, in bytes, for decoding and rendering; see `memory.estimate`."""
        return estimate(
            Header(
                bytes=self._bytes,
                bytes_per_pixel=self.format.bytes_per_pixel,
                kept=self._kept_bytes,
                stored=self._stored,
                tile=self._tile,
                decoded=self.reduction.of(self._stored),
                transparent=self._is_transparent,
                moves=moves,
                strip=self._pixels_at_a_time,
            ),
            outputs,
        )

    def decode(self) -> Image.Image:
        """The stored pixels, with the chosen reduction.

        Raises:
            Rejected: if the file is truncated or damaged.
        """
        with _corrupt_if_it_raises(self.format):
            image = self._decode()
            return image.crop(self._part) if self._part else image

    def _decode(self) -> Image.Image:
        """All of the stored pixels."""
        self._image.load()
        return self._image

    def frames(self, limits: Limits) -> Iterator[Frame]:
        """All frames of an animated image, one at a time.

        Raises:
            Rejected: if there are too many frames or too many pixels, or a frame is damaged.
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
                f"{count} frames have {pixels} pixels in total; {limits.max_pixels} are allowed",
            )
        reach = self._frames.reach
        if reach.width > self._stored.width or reach.height > self._stored.height:
            raise Rejected(
                Reason.CORRUPT,
                f"a frame extends to {reach.width}x{reach.height}, beyond the canvas of the first"
                f" frame, {self._stored.width}x{self._stored.height}",
            )
        for number in range(count):
            with _corrupt_if_it_raises(self.format):
                self._image.seek(number)
                self._image.load()
                image = self._image.convert("RGBA")
            yield Frame(image, int(self._image.info.get("duration", 0)))

    @property
    def loops(self) -> int:
        """The number of loops of an animated image; 0 for infinite loops."""
        return int(self._image.info.get("loop", 1))

    def copyright(self) -> Image.Exif:
        """The Exif tags Artist and Copyright, if there are any."""
        return exif.copyright_of(self._exif)


@contextmanager
def _corrupt_if_it_raises(form: Format) -> Iterator[None]:
    """Convert exceptions to a rejection: Pillow reads from memory, so the file causes them.

    The exception is a decoder whose libraries cannot be loaded (pillow-heif loads them at its first
    use), which is an error of the deployment. A MemoryError is caused by the file, too: the memory
    for the image is reserved, and Linux kills a process instead of refusing memory. It comes from a
    decoder for which the image is too large, such as a PNG with rows of 2 gigabits.
    """
    try:
        yield
    except (ImportError, Rejected):
        raise
    except MemoryError as error:
        detail = f"the {form.label} has rows or parts too large for its decoder"
        raise Rejected(Reason.TOO_MUCH_MEMORY, detail) from error
    except Image.DecompressionBombError as error:
        raise Rejected(Reason.TOO_MANY_PIXELS, str(error)) from error
    except Exception as error:
        detail = f"the {form.label} cannot be decoded: {error}"
        raise Rejected(Reason.CORRUPT, detail) from error
