"""What settling a key needs of the object store, and what can go wrong there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thumbnailer.imaging import Rendition


@dataclass(frozen=True)
class Origin:
    """What an output was made from; kept in its metadata, None where that is missing."""

    source_etag: str | None
    recipe_id: str | None


@dataclass(frozen=True)
class Output:
    """What a HEAD tells of an output."""

    etag: str
    origin: Origin


class Source(Protocol):
    """A source that has been opened but not read."""

    @property
    def etag(self) -> str:
        """Without quotes."""

    @property
    def size(self) -> int:
        """In bytes."""

    @property
    def metadata(self) -> Mapping[str, str]:
        """What the uploader said about it; names in lower case."""

    def read(self) -> bytes:
        """All bytes."""

    def close(self) -> None:
        """Give the connection up, read or not."""


class Unchanged:
    """The source still has the ETag that was given."""


class Store(Protocol):
    """One bucket. Every method raises StoreError when the store cannot do what is asked."""

    def head_output(self, key: str) -> Output | None:
        """What is at an output key, None when nothing is."""

    def open_source(self, key: str, unless_etag: str | None) -> Source | Unchanged | None:
        """The source as it is now; Unchanged when it has the given ETag, None when absent."""

    def read(self, key: str) -> bytes:
        """All bytes of an object that has to be there: what recipes refer to."""

    def source_etag(self, key: str) -> str | None:
        """The ETag of the source as it is now, None when absent."""

    def write_output(
        self, key: str, rendition: Rendition, origin: Origin, replaces: Output | None
    ) -> None:
        """Write in place of exactly `replaces` (None: of nothing).

        Raises:
            Refused: when something else is there by now.
        """


class Refused(Exception):
    """A conditional write found another output than the one that was seen."""


class StoreError(Exception):
    """The store could not do what was asked, for a reason that may pass.

    `code` is S3's error code (AccessDenied, SlowDown …) or the name of the network error.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
