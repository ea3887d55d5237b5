"""As much of S3 as settling needs, each answer late: what a batch waits for.

Every upload is the same picture, and no thumbnail is ever there, so that each round is the first.
"""

import contextlib
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    picture: bytes
    latency: float

    def do_GET(self) -> None:
        self._answer(200 if "/uploads/" in self.path else 404, body=True)

    def do_HEAD(self) -> None:
        self._answer(200 if "/uploads/" in self.path else 404, body=False)

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200, body=False)

    def _answer(self, status: int, *, body: bool) -> None:
        time.sleep(self.latency)
        there = status == 200 and self.command != "PUT"  # noqa: PLR2004 - HTTP
        self.send_response(status)
        self.send_header("ETag", '"9b2cf535f27731c974343645a3985328"')
        self.send_header("Content-Length", str(len(self.picture)) if there else "0")
        self.end_headers()
        if there and body:
            self.wfile.write(self.picture)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is inherited
        """Say nothing."""


@contextlib.contextmanager
def serve(picture: bytes, latency: float) -> Iterator[str]:
    """Serve on a free port of 127.0.0.1.

    Args:
        picture: the content of every upload.
        latency: seconds before each answer.

    Yields:
        The URL.
    """
    handler = type("Handler", (_Handler,), {"picture": picture, "latency": latency})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
