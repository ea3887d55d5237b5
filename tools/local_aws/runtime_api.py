"""Lambda's Runtime API for one function: hands out events and hears what the function says.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html

Only the standard library: it also runs in interpreters that hold nothing of this project.
"""

import queue
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

_ROOT = "/2018-06-01/runtime/"
_NEXT = "invocation/next"

READY = "next"  # it asks for an event: it has started, and is done with what it had before
RESPONSE = "response"
ERROR = "error"
INIT_ERROR = "init/error"


@dataclass(frozen=True)
class Invocation:
    """What is handed to the function.

    Attributes:
        body: the event, as JSON.
        request_id: of the invocation.
        function_arn: that was invoked.
        deadline: when the function has to be done, in seconds since the epoch.
        trace_id: of X-Ray.
    """

    body: bytes
    request_id: str
    function_arn: str
    deadline: float
    trace_id: str = ""


@dataclass(frozen=True)
class Said:
    """What the function said.

    Attributes:
        kind: READY, RESPONSE, ERROR or INIT_ERROR.
        body: as it was sent; nothing where it is READY.
    """

    kind: str
    body: bytes = b""


class RuntimeApi:
    """Serves the Runtime API on a free port of 127.0.0.1 while it is entered."""

    def __init__(self) -> None:
        self._invocations: queue.Queue[Invocation | None] = queue.Queue()
        self._said: queue.Queue[Said] = queue.Queue()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever)

    @property
    def address(self) -> str:
        """Host and port, as in AWS_LAMBDA_RUNTIME_API."""
        return f"127.0.0.1:{self._server.server_port}"

    def put(self, invocation: Invocation) -> None:
        """Hand an event to the function, as soon as it asks."""
        self._invocations.put(invocation)

    def hear(self, seconds: float) -> Said | None:
        """Wait for what the function says next.

        Args:
            seconds: to wait.

        Returns:
            That; None where it says nothing in that time.
        """
        try:
            return self._said.get(timeout=seconds)
        except queue.Empty:
            return None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._invocations.put(None)
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _handler(api: RuntimeApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            assert self.path == _ROOT + _NEXT
            api._said.put(Said(READY))
            invocation = api._invocations.get()
            if invocation is None:
                self.close_connection = True
                return
            self.send_response(200)
            for name, value in (
                ("Aws-Request-Id", invocation.request_id),
                ("Deadline-Ms", str(int(invocation.deadline * 1000))),
                ("Invoked-Function-Arn", invocation.function_arn),
                ("Trace-Id", invocation.trace_id),
            ):
                if value:
                    self.send_header(f"Lambda-Runtime-{name}", value)
            self._end(invocation.body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            path = self.path.removeprefix(_ROOT)
            kind = path if path == INIT_ERROR else path.rpartition("/")[2]
            self.send_response(202)
            self._end(b"")
            api._said.put(Said(kind, body))

        def _end(self, body: bytes) -> None:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, *_: object) -> None:
            """Keep quiet."""

    return Handler
