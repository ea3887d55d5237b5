"""Runs a server on this machine for as long as somebody needs it."""

import contextlib
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.errors import ToolError

ADDRESS = "127.0.0.1"
_START_SECONDS = 60.0

# Besides PATH nothing else of the caller's environment gets in: an emulator may hand all of its own
# on to the functions that it runs, where a certificate bundle, a profile or a PYTHONPATH would
# mislead them.
_INHERITED = ("LANG", "LC_ALL", "TZ")

# Ends what it becomes with us, even when we are killed; execs, so that the process id stays.
_LAUNCH = """
import ctypes, os, signal, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
    if os.getppid() != int(sys.argv[1]):
        sys.exit("the process that started the server is gone")
os.execv(sys.argv[2], sys.argv[2:])
"""


@dataclass(frozen=True)
class Server:
    """A program that serves HTTP on a socket it is given.

    Attributes:
        name: of the program, for messages.
        python: the interpreter to run it with.
        arguments: of the interpreter.
        environment: all of the variables that it gets, HOME among them, where it is started.
        health: a URL that answers as soon as the server is ready.
        log: the file that its output goes to.
        bundle: the certificates to trust it by; None for plain HTTP.
        stop_seconds: how long it may take to end when asked to; then it is killed.
    """

    name: str
    python: Path
    arguments: Sequence[str]
    environment: Mapping[str, str]
    health: str
    log: Path
    bundle: Path | None = None
    stop_seconds: float = 10.0


@contextlib.contextmanager
def listening() -> Iterator[socket.socket]:
    """Open a socket on a free port of 127.0.0.1.

    A server inherits it open: nobody can take the port in between, and the server cannot listen on
    any other address.

    Yields:
        The socket; close it as soon as the server runs.
    """
    with socket.create_server((ADDRESS, 0), backlog=1024) as listener:
        yield listener


def inherited() -> dict[str, str]:
    """The few variables of our own environment that concern a server."""
    return {name: os.environ[name] for name in _INHERITED if name in os.environ}


@contextlib.contextmanager
def running(server: Server, listener: socket.socket) -> Iterator[int]:
    """Start a server, wait until it is ready, and stop it afterwards with all that it started.

    On Linux it also ends with the thread that called.

    Args:
        server: what to start.
        listener: the socket that it shall serve on; closed here.

    Yields:
        Its process id.

    Raises:
        ToolError: it does not start; the message names its log.
    """
    process = _start(server, listener)
    listener.close()
    try:
        _wait(server, process)
        yield process.pid
    finally:
        _stop(process, server.stop_seconds)


def ending_with_us(command: Sequence[str | Path]) -> list[str]:
    """Make a command of a process that, on Linux, also ends with the thread that starts it.

    Args:
        command: the program's path and its arguments.
    """
    return [sys.executable, "-c", _LAUNCH, str(os.getpid()), *map(str, command)]


def _start(server: Server, listener: socket.socket) -> subprocess.Popen[bytes]:
    server.log.parent.mkdir(exist_ok=True)
    with server.log.open("wb") as output:
        return subprocess.Popen(
            ending_with_us([server.python, *server.arguments]),
            cwd=server.environment["HOME"],
            env=server.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=[listener.fileno()],
            start_new_session=True,  # Ctrl-C is for us; we still need the server to clean up
        )


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    context = ssl.create_default_context(cafile=str(server.bundle)) if server.bundle else None
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
    )
    deadline = time.monotonic() + _START_SECONDS
    problem = "no answer"
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with opener.open(server.health, timeout=_START_SECONDS):
                return
        except OSError as error:
            problem = str(error)
            time.sleep(0.05)
    status = process.poll()
    reason = problem if status is None else f"it ended with exit code {status}"
    raise ToolError(
        f"{server.name} did not start ({reason}). Its log is {server.log}:\n{_tail(server.log)}"
    )


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-20:])


def _stop(process: subprocess.Popen[bytes], seconds: float) -> None:
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    # Whatever function it still ran is in its process group, which is ours alone.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
