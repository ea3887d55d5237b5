"""What Pillow does for every format, and the only place where a file's bytes can raise.

Its decoders are called by name: Pillow's registry of some forty formats is never consulted.
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
    """One frame of a moving picture, complete, and how long it is shown in milliseconds."""

    image: Image.Image
    duration: int


class Source:
    """A file whose header has been read and found acceptable.

    A format has a class derived from this one. It names the decoder, and overrides what Pillow does
    not do as it should; none of that has to catch what a file makes it raise.

    Attributes:
        decoder: of Pillow's kind.
        format: by content.
        size: in pixels, of what is to be shown, upright.
        orientation: the Exif value 1 to 8; 1 where there is none or it is unreadable.
        reduction: how much smaller than stored it is decoded, as `draft` chose.
    """

    decoder: ClassVar[type[ImageFile]]

    def __init__(self, data: bytes, form: Format, max_pixels: int) -> None:
        """Read the header, and hold it against the limit.

        Args:
            data: the file, which begins as the format says.
            form: the format.
            max_pixels: of the picture, and of what its decoder decodes at a time.

        Raises:
            Rejected: corrupt, of a kind that no decoder here knows, or of too many pixels.
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
        """The parts of the file that its pixels need; all others never reach the decoder.

        Text, XMP, comments: decoders read them at a cost that a hostile file can multiply, and
        refuse good pictures for what is wrong with them. Damage is left for the decoder to find.

        Raises:
            Rejected: the file has far more parts than a picture needs, or is of a kind that no
                decoder here knows.
        """
        return data

    def _opened(self, data: bytes) -> ImageFile:
        return self.decoder(BytesIO(data))

    def _count_frames(self) -> Frames:
        # Of what does not move, Pillow would read every page, of which only the first is shown.
        moves = self.format.moves
        return Frames(self._image.n_frames if moves else 1, Size(*self._image.size))  # type: ignore[attr-defined]

    def _largest_tile(self) -> Size:
        """What is decoded at a time where that may be more than the picture."""
        return Size(1, 1)

    def _shown(self) -> tuple[int, int, int, int] | None:
        """Left, top, right and bottom of the part that is to be shown; None for all."""
        return None

    @property
    def _is_transparent(self) -> bool:
        """Whether some of its pixels may be."""
        return self._image.mode in ("LA", "PA", "RGBA") or "transparency" in self._image.info

    @property
    def _kept_bytes(self) -> int:
        """What the decoder keeps of the file as stored, beside what it decodes."""
        return 0

    @property
    def _pixels_at_a_time(self) -> int:
        """How many are decoded before they are reduced; 0 where they are not reduced at once."""
        return 0

    @property
    def frame_count(self) -> int:
        """More than 1 for a moving picture."""
        return self._frames.number

    def draft(self, wanted: Size) -> None:
        """Choose how much to reduce the picture while it is decoded, where its format allows it.

        Args:
            wanted: the least size of the whole picture that is of use, upright.
        """
        with _corrupt_if_it_raises(self.format):
            self._draft(turned(wanted, self.orientation))

    def _draft(self, wanted: Size) -> None:
        """Like `draft`, of a size that is turned as the picture is stored."""

    def memory(self, outputs: Sequence[Size], *, moves: bool) -> int:
        """The bytes of memory that decoding and rendering take at most, see `memory.estimate`."""
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
        """The stored pixels, reduced by as much as was chosen.

        Raises:
            Rejected: when the file is truncated or damaged.
        """
        with _corrupt_if_it_raises(self.format):
            image = self._decode()
            return image.crop(self._part) if self._part else image

    def _decode(self) -> Image.Image:
        """All of the stored pixels."""
        self._image.load()
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
        detail = f"the {form.label} has rows or parts too large for its decoder"
        raise Rejected(Reason.TOO_MUCH_MEMORY, detail) from error
    except Image.DecompressionBombError as error:
        raise Rejected(Reason.TOO_MANY_PIXELS, str(error)) from error
    except Exception as error:
        detail = f"the {form.label} cannot be decoded: {error}"
        raise Rejected(Reason.CORRUPT, detail) from error
