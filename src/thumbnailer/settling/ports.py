"""What settling a key needs of the outside, and what can go wrong there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from thumbnailer.results.outcome import Failure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thumbnailer.results.notice import Notice
    from thumbnailer.results.objects import Content, Origin, Output


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
    """Where sources come from and outputs go to; several threads may use it.

    Every method raises StoreError when the store cannot do what is asked: nothing was written
    then, except where it is Unanswered.
    """

    def head_output(self, key: str) -> Output | None:
        """What is at an output key, None when nothing is."""

    def open_source(self, key: str, unless_etag: str | None) -> Source | Unchanged | None:
        """The source as it is now; Unchanged when it has the given ETag, None when absent."""

    def read(self, key: str) -> bytes:
        """All bytes of an object that has to be there: what recipes refer to."""

    def source_etag(self, key: str) -> str | None:
        """The ETag of the source as it is now, None when absent."""

    def write_output(
        self, key: str, content: Content, origin: Origin, replaces: Output | None
    ) -> Output:
        """Write in place of exactly `replaces` (None: of nothing); gives what is there now.

        Raises:
            Refused: when something else is there by now.
        """

    def remove_output(self, key: str, seen: Output) -> None:
        """Remove exactly what was seen.

        Raises:
            Refused: when something else is there by now, or nothing.
        """


class Notifier(Protocol):
    """Who is told how each source ended."""

    def publish(self, notice: Notice) -> None:
        """Tell it, or raise StoreError."""


class Refused(Exception):
    """A conditional write or removal found another output than the one that was seen."""


class StoreError(Failure):
    """S3, SNS or SQS could not do what was asked, for a reason that may pass.

    `code` is their error code (AccessDenied, SlowDown …) or the name of the network error.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class Unanswered(StoreError):
    """A write or removal had no answer that tells: it has taken effect, or still may, or never."""

    unanswered = True
