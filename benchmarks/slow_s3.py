"""As much of S3 as settling needs, each answer late: what a batch waits for.

No thumbnail is ever there, so that each round is the first.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    latency: float

    def do_GET(self) -> None:
        self._answer(self._picture())

    def do_HEAD(self) -> None:
        self._answer(self._picture())

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(b"")

    def _picture(self) -> bytes | None:
        _, _bucket, key = self.path.split("/", 2)
        prefix, found, name = key.partition("uploads/")
        return None if prefix or not found else self.server.upload(name)  # type: ignore[attr-defined]

    def _answer(self, content: bytes | None) -> None:
        time.sleep(self.latency)
        self.send_response(404 if content is None else 200)
        self.send_header("ETag", '"9b2cf535f27731c974343645a3985328"')
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        if content and self.command == "GET":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is inherited
        """Say nothing."""


@contextlib.contextmanager
def serve(upload: Callable[[str], bytes], latency: float) -> Iterator[str]:
    """Serve on a free port of 127.0.0.1.

    Args:
        upload: the content of an upload, by what its key has after `uploads/`.
        latency: seconds before each answer.

    Yields:
        The URL.
    """
    handler = type("Handler", (_Handler,), {"latency": latency})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.upload = upload  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
