"""S3 as it looks to botocore, which answers requests only when all that belong together are there.

So it shows, without a clock, which requests wait for each other and which are under way at the same
time: a client that makes them one after the other would wait for ever.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from threading import Condition
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

LONG = 20.0


class Stored(NamedTuple):
    """An object: its bytes and the headers that come with it."""

    data: bytes
    headers: dict[str, str]

    @property
    def etag(self) -> str:
        return f'"{hashlib.md5(self.data, usedforsecurity=False).hexdigest()}"'


class Raw(io.BytesIO):
    """The body of an answer, as urllib3 gives it."""

    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        yield self.read()


class S3InWaves:
    """A bucket.

    Attributes:
        objects: what it holds, by key.
        waves: the requests so far, such as "GET uploads/a.jpg", by those that were answered at the
            same time.
        expected: how the waves are to go on; None: every request is answered at once.
        downloads: how many bodies were sent.
    """

    def __init__(self, client: Any) -> None:
        self.objects: dict[str, Stored] = {}
        self.waves: list[list[str]] = []
        self.expected: Sequence[Sequence[str]] | None = None
        self.downloads = 0
        self._arrived: list[str] = []
        self._changed = Condition()
        client.meta.events.register("before-send.s3", self._send)

    def put(self, key: str, data: bytes) -> None:
        """Upload a source."""
        self.objects[key] = Stored(data, {})

    def expect(self, waves: Sequence[Sequence[str]]) -> None:
        """Hold answers back from now on, until all requests of a wave have come."""
        self.waves, self.expected, self.downloads = [], [sorted(wave) for wave in waves], 0

    def _send(self, request: Any, **_: Any) -> AWSResponse:
        key = unquote(urlsplit(request.url).path)[1:]  # the bucket is part of the host's name
        self._wait_for_mates(f"{request.method} {key}")
        with self._changed:
            status, stored = self._answer(request, key)
        headers = {"ETag": stored.etag} | stored.headers if stored else {}
        body = stored.data if stored and request.method == "GET" else b""
        if stored and request.method != "PUT":
            headers["Content-Length"] = str(len(stored.data))
        return AWSResponse(request.url, status, HTTPHeaders.from_dict(headers), Raw(body))

    def _wait_for_mates(self, name: str) -> None:
        if self.expected is None:
            return
        with self._changed:
            number = len(self.waves)
            self._arrived.append(name)
            if number < len(self.expected) and sorted(self._arrived) == self.expected[number]:
                self.waves.append(self._arrived)
                self._arrived = []
                self._changed.notify_all()
            if not self._changed.wait_for(lambda: len(self.waves) > number, LONG):
                raise TimeoutError(f"{self._arrived} came, and no mates, after {self.waves}")

    def _answer(self, request: Any, key: str) -> tuple[int, Stored | None]:
        stored = self.objects.get(key)
        sent = {name.lower(): _text(value) for name, value in request.headers.items()}
        if request.method in ("GET", "HEAD"):
            if stored is None or sent.get("if-none-match") == stored.etag:
                return 304 if stored else 404, None
            self.downloads += request.method == "GET"
            return 200, stored
        expected = None if sent.get("if-none-match") == "*" else sent["if-match"]
        if expected != (stored.etag if stored else None):
            return 412, None
        if request.method == "DELETE":
            del self.objects[key]
            return 204, None
        kept = {n: v for n, v in sent.items() if n.startswith("x-amz-meta-") or n == "content-type"}
        self.objects[key] = Stored(_bytes(request.body), kept)
        return 200, self.objects[key]


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _bytes(body: Any) -> bytes:
    return body if isinstance(body, bytes) else bytes(body.read())
