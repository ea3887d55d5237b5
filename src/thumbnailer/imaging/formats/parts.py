"""The limit for the number of parts of a file, and its number of frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from thumbnailer.config.rejection import Reason, Rejected

if TYPE_CHECKING:
    from thumbnailer.imaging.geometry import Size


class Frames(NamedTuple):
    """The number of frames of a file, and the smallest canvas, in pixels, that contains them."""

    number: int
    reach: Size


def most_parts(data: bytes | memoryview) -> int:
    """A limit that is higher than the number of parts that encoders write for this size."""
    return 1000 + len(data) // 1024


def too_many(what: str, limit: int) -> Rejected:
    """The rejection of a file with more parts than the limit."""
    return Rejected(
        Reason.CORRUPT, f"the file has more than {limit} {what}; no image needs as many"
    )
