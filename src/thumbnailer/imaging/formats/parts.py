"""How many parts a file may have, and how many frames it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from thumbnailer.config.rejection import Reason, Rejected

if TYPE_CHECKING:
    from thumbnailer.imaging.geometry import Size


class Frames(NamedTuple):
    """How many frames a file has, and the smallest canvas, in pixels, that holds them all."""

    number: int
    reach: Size


def most_parts(data: bytes | memoryview) -> int:
    """More than any picture of this size has that an encoder wrote."""
    return 1000 + len(data) // 1024


def too_many(what: str, limit: int) -> Rejected:
    """The rejection of a file with more parts than that."""
    return Rejected(Reason.CORRUPT, f"it has more than {limit} {what}, as no picture needs")
