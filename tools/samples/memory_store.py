"""An S3 bucket in memory, with S3's conditional writes, that can be disturbed before any call."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from thumbnailer.results.objects import Content, Origin, Output
from thumbnailer.settling.ports import Refused, StoreError, Unchanged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


UNKNOWN = Origin(None, None)


@dataclass(frozen=True)
class Stored:
    """An object: its bytes, and for outputs what they were made from."""

    data: bytes
    origin: Origin = UNKNOWN
    content_type: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    size: tuple[int | None, int | None] = (None, None)

    @cached_property
    def etag(self) -> str:
        """As S3 does for a plain upload. The origin is no part of it: S3 hashes content alone."""
        return hashlib.md5(self.data, usedforsecurity=False).hexdigest()

    @property
    def output(self) -> Output:
        """What a HEAD tells."""
        return Output(self.etag, self.origin, len(self.data), self.content_type, *self.size)


@dataclass
class MemorySource:
    """An opened source; counts the bytes that were read and whether it was closed."""

    etag: str
    size: int
    metadata: Mapping[str, str]
    data: bytes
    store: MemoryStore

    def read(self) -> bytes:
        """All bytes."""
        self.store.call(f"read {self.etag}")
        self.store.bytes_read += len(self.data)
        return self.data

    def close(self) -> None:
        """Give it up, read or not."""
        self.store.open_sources -= 1


@dataclass
class MemoryStore:
    """A bucket.

    Attributes:
        objects: what it holds, by key.
        before: called with the name of each call just before it takes effect; may change objects or
            raise, as another worker, the network and S3 itself do.
        calls: the names of the calls so far.
    """

    objects: dict[str, Stored] = field(default_factory=dict)
    before: Callable[[str], None] = lambda _: None
    calls: list[str] = field(default_factory=list)
    bytes_read: int = 0
    open_sources: int = 0

    def put(self, key: str, data: bytes, **metadata: str) -> None:
        """Upload a source."""
        self.objects[key] = Stored(data, metadata=metadata)

    def call(self, name: str) -> None:
        """Note a call, and let the world change before it."""
        self.calls.append(name)
        self.before(name)

    def fail_on(self, call: str, code: str = "SlowDown") -> None:
        """Fail each call whose name starts so."""

        def before(name: str) -> None:
            if name.startswith(call):
                raise StoreError(code, f"{code} on {name}")

        self.before = before

    def head_output(self, key: str) -> Output | None:
        """What is at an output key, None when nothing is."""
        self.call(f"head {key}")
        stored = self.objects.get(key)
        return stored.output if stored else None

    def open_source(self, key: str, unless_etag: str | None) -> MemorySource | Unchanged | None:
        """The source; Unchanged when it has the given ETag, None when absent."""
        self.call(f"get {key}")
        stored = self.objects.get(key)
        if stored is None:
            return None
        if stored.etag == unless_etag:
            return Unchanged()
        self.open_sources += 1
        return MemorySource(stored.etag, len(stored.data), stored.metadata, stored.data, self)

    def read(self, key: str) -> bytes:
        """All bytes of an object that has to be there."""
        self.call(f"read {key}")
        if key not in self.objects:
            raise StoreError("NoSuchKey", key)
        return self.objects[key].data

    def source_etag(self, key: str) -> str | None:
        """The ETag of the source, None when absent."""
        self.call(f"look {key}")
        stored = self.objects.get(key)
        return stored.etag if stored else None

    def write_output(
        self, key: str, content: Content, origin: Origin, replaces: Output | None
    ) -> Output:
        """Write in place of exactly `replaces`."""
        self.call(f"put {key}")
        self._expect(key, replaces)
        size = (content.width, content.height)
        stored = Stored(content.data, origin, content.content_type, size=size)
        self.objects[key] = stored
        return stored.output

    def remove_output(self, key: str, seen: Output) -> None:
        """Remove exactly what was seen."""
        self.call(f"remove {key}")
        self._expect(key, seen)
        del self.objects[key]

    def _expect(self, key: str, seen: Output | None) -> None:
        stored = self.objects.get(key)
        if (stored.etag if stored else None) != (seen.etag if seen else None):
            raise Refused(key)
