"""As much of S3 as settling needs, each answer late.

It either forgets every output, so that each round is the first, or keeps them, with the conditions
of writes, and tells when which request came and was answered.
"""

import contextlib
import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

_METADATA = "x-amz-meta-"


class Request(NamedTuple):
    """One that was answered.

    Attributes:
        method: of HTTP.
        key: without the bucket.
        status: of the answer.
        came: when its head had been read, by `time.monotonic`.
        answered: when its answer was sent, by the same clock.
    """

    method: str
    key: str
    status: int
    came: float
    answered: float


@dataclass(frozen=True)
class _Object:
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        return f'"{hashlib.md5(self.content, usedforsecurity=False).hexdigest()}"'


class SlowS3(ThreadingHTTPServer):
    """The server.

    Attributes:
        url: to give to boto3.
        requests: those answered so far, in this order.
    """

    daemon_threads = True

    def __init__(self, upload: Callable[[str], bytes], latency: float, *, keep: bool) -> None:
        """Bind a free port of 127.0.0.1; `serve` says what the arguments mean."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.requests: list[Request] = []
        self.latency = latency
        self._upload = upload
        self._outputs: dict[str, _Object] | None = {} if keep else None

    def find(self, key: str) -> _Object | None:
        """A source, or an output that was kept."""
        prefix, found, name = key.partition("uploads/")
        if found and not prefix:
            return _Object(self._upload(name))
        return self._outputs.get(key) if self._outputs is not None else None

    def put(self, key: str, made: _Object) -> None:
        """Keep an output, or forget it."""
        if self._outputs is not None:
            self._outputs[key] = made


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: SlowS3

    def do_GET(self) -> None:
        self._read()

    def do_HEAD(self) -> None:
        self._read()

    def do_PUT(self) -> None:
        came = time.monotonic()
        content = self.rfile.read(int(self.headers["Content-Length"]))
        there = self.server.find(self._key)
        may = there is None or self.headers["If-None-Match"] != "*"
        wanted = self.headers["If-Match"]
        if not may or (wanted and (there is None or there.etag != wanted)):
            self._answer(came, 412)
            return
        kept = {k: v for k, v in self.headers.items() if k.lower().startswith(_METADATA)}
        made = _Object(content, kept)
        self._answer(came, 200, _Object(b"", {"ETag": made.etag}), then=lambda: self._put(made))

    @property
    def _key(self) -> str:
        _, _bucket, key = self.path.split("?")[0].split("/", 2)
        return key

    def _put(self, made: _Object) -> None:
        self.server.put(self._key, made)

    def _read(self) -> None:
        came = time.monotonic()
        there = self.server.find(self._key)
        if there is None:
            self._answer(came, 404)
        elif self.headers["If-None-Match"] == there.etag:
            self._answer(came, 304)
        else:
            headers = {**there.headers, "ETag": there.etag}
            self._answer(came, 200, _Object(there.content, headers))

    def _answer(
        self,
        came: float,
        status: int,
        what: _Object | None = None,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        time.sleep(self.server.latency)
        then()
        content = what.content if what else b""
        self.send_response(status)
        for name, value in (what.headers if what else {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)
        request = Request(self.command, self._key, status, came, time.monotonic())
        self.server.requests.append(request)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is inherited
        """Say nothing."""


@contextlib.contextmanager
def serve(
    upload: Callable[[str], bytes], latency: float, *, keep: bool = False
) -> Iterator[SlowS3]:
    """Serve on a free port of 127.0.0.1.

    Args:
        upload: the content of an upload, by what its key has after `uploads/`.
        latency: seconds before each answer.
        keep: whether outputs stay once they are written.
    """
    with SlowS3(upload, latency, keep=keep) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def waits(requests: list[Request]) -> int:
    """How many requests one after the other it takes at least to get through some.

    A request waits for each that was answered before it came.
    """
    depths: list[tuple[float, int]] = []
    for request in sorted(requests, key=lambda request: request.came):
        before = [depth for answered, depth in depths if answered <= request.came]
        depths.append((request.answered, 1 + max(before, default=0)))
    return max((depth for _, depth in depths), default=0)
