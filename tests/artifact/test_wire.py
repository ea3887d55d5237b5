"""What goes over the wire when a thumbnail is written."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from thumbnailer.aws.s3 import S3Store, s3_client
from thumbnailer.results.objects import Content, Origin

LONG = 30.0
ORIGIN = Origin("source", "variant")
ANSWER = b'HTTP/1.1 200 OK\r\nETag: "written"\r\nContent-Length: 0\r\n\r\n'


class Server:
    """An S3 that takes one request, of which nothing is asked before it is all there."""

    def __init__(self, listener: socket.socket, thread: ThreadPoolExecutor) -> None:
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.request: Future[bytes] = thread.submit(self._serve, listener)

    @staticmethod
    def _serve(listener: socket.socket) -> bytes:
        connection, _ = listener.accept()
        with connection:
            connection.settimeout(LONG)
            received = b""
            while not received.endswith(b"the thumbnail"):
                received += connection.recv(65536)
            connection.sendall(ANSWER)
        return received


@pytest.fixture
def server() -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as thread:
        listener.settimeout(LONG)
        yield Server(listener, thread)


def test_head_and_body_go_together(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", server.url)
    store = S3Store(s3_client(1), "pictures", "pictures")
    store.write_output("thumbnails/a.png", Content(b"the thumbnail", "image/png"), ORIGIN, None)
    head, _, body = server.request.result(LONG).partition(b"\r\n\r\n")
    assert head.startswith(b"PUT /pictures/thumbnails/a.png ")
    assert b"\r\nexpect:" not in head.lower()
    assert b"\r\nif-none-match: *" in head.lower()
    assert body == b"the thumbnail"
