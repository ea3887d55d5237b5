"""Lambda's Runtime API for one function: hands out events and collects the answers.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

from __future__ import annotations

import json
import queue
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

_ROOT = "/2018-06-01/runtime"
_ARN = "arn:aws:lambda:us-east-1:000000000000:function:thumbnailer"


@dataclass(frozen=True)
class Answer:
    """What the function sent: to `.../response`, `.../error` or `init/error`."""

    kind: str
    body: Any


class RuntimeApi:
    """Serves the Runtime API on a free port of 127.0.0.1 while it is entered."""

    def __init__(self, timeout_seconds: int = 60) -> None:
        self._timeout = timeout_seconds
        self._events: queue.Queue[bytes | None] = queue.Queue()
        self._answers: queue.Queue[Answer] = queue.Queue()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever)

    @property
    def address(self) -> str:
        """Host and port, as in AWS_LAMBDA_RUNTIME_API."""
        return f"127.0.0.1:{self._server.server_port}"

    def invoke(self, event: dict[str, Any]) -> Answer:
        """Hand an event to the function and wait for its answer."""
        self._events.put(json.dumps(event).encode())
        return self.answer()

    def answer(self) -> Answer:
        """Wait for whatever the function says next."""
        return self._answers.get(timeout=self._timeout)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._events.put(None)
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                assert self.path == f"{_ROOT}/invocation/next"
                event = api._events.get()
                if event is None:
                    self.close_connection = True
                    return
                deadline = int((time.time() + api._timeout) * 1000)
                self.send_response(200)
                self.send_header("Lambda-Runtime-Aws-Request-Id", "request-1")
                self.send_header("Lambda-Runtime-Deadline-Ms", str(deadline))
                self.send_header("Lambda-Runtime-Invoked-Function-Arn", _ARN)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(event)))
                self.end_headers()
                self.wfile.write(event)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                kind = self.path.removeprefix(f"{_ROOT}/").removeprefix("invocation/request-1/")
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()
                api._answers.put(Answer(kind, json.loads(body)))

            def log_request(self, *_: object) -> None:
                """Keep quiet."""

        return Handler
