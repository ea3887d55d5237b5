"""The interfaces that settling a key requires, and their errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from thumbnailer.results.outcome import Failure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thumbnailer.results.notice import Notice
    from thumbnailer.results.objects import Content, Origin, Output


class Source(Protocol):
    """An open source, whose body is not read yet."""

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
        """Release the connection, also if the body has not been read."""


class Unchanged:
    """The source still has the given ETag."""


class Store(Protocol):
    """The store of sources and outputs; several threads may use it.

    Every method raises StoreError if the request fails: then nothing is written, except if the
    error is Unanswered.
    """

    def head_output(self, key: str) -> Output | None:
        """The object at an output key; None if there is none."""

    def open_source(self, key: str, unless_etag: str | None) -> Source | Unchanged | None:
        """The current source; Unchanged if it has the given ETag, None if it does not exist."""

    def read(self, key: str) -> bytes:
        """All bytes of an object that the recipe refers to, and that therefore must exist."""

    def source_etag(self, key: str) -> str | None:
        """The ETag of the source as it is now, None when absent."""

    def write_output(
        self, key: str, content: Content, origin: Origin, replaces: Output | None
    ) -> Output:
        """Write an output if `replaces` is still current (None: if there is none); returns it.

        Raises:
            Refused: if the object at the key has changed.
        """

    def remove_output(self, key: str, seen: Output) -> None:
        """Remove an output if `seen` is still current.

        Raises:
            Refused: if the object at the key has changed, or does not exist.
        """


class Notifier(Protocol):
    """Receives a notice of the outcome for each source."""

    def publish(self, notice: Notice) -> None:
        """Publish a notice, or raise StoreError."""


class Refused(Exception):
    """A conditional write or removal failed because the output has changed."""


class StoreError(Failure):
    """A request to S3, SNS or SQS failed; a retry may succeed.

    `code` is the error code of the service (AccessDenied, SlowDown …) or the name of the network
    error.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class Unanswered(StoreError):
    """A write or removal without a conclusive response: it may have taken effect, or still may."""

    unanswered = True
