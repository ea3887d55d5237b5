"""Runs the emulator of AWS (MiniStack) on this machine, for as long as somebody needs it."""

import contextlib
import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tools import certificate, endpoint, interpreter, node, venvs
from tools.endpoint import Endpoint
from tools.errors import ToolError
from tools.paths import BUILD

_ADDRESS = "127.0.0.1"
_START_SECONDS = 60.0
_STOP_SECONDS = 10.0

# Besides PATH nothing else of the caller's environment gets in: the emulator hands all of its own
# on to the functions that it runs, where a certificate bundle, a profile or a PYTHONPATH would
# mislead them.
_INHERITED = ("LANG", "LC_ALL", "TZ")

# Ends the emulator with us, even when we are killed; execs, so that the process id stays.
_LAUNCH = """
import ctypes, os, signal, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
    if os.getppid() != int(sys.argv[1]):
        sys.exit("the process that started the emulator is gone")
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""


@contextlib.contextmanager
def available(name: str = "local", *, cloudfront: bool = False) -> Iterator[Endpoint]:
    """Use the endpoint that the user named, or run an emulator where there is none.

    Args:
        name: tells this emulator's log from others'.
        cloudfront: whether distributions shall serve; their functions take Node.js.

    Yields:
        The endpoint.

    Raises:
        ToolError: the emulator does not start.
    """
    named = endpoint.named_by_user()
    if named:
        yield named
        return
    with run(name, cloudfront=cloudfront) as started:
        yield started


@contextlib.contextmanager
def run(
    name: str = "local", *, auth: bool = True, tls: bool = True, cloudfront: bool = False
) -> Iterator[Endpoint]:
    """Run an emulator on a free port of 127.0.0.1 and stop it afterwards.

    Args:
        name: tells this emulator's log from others'.
        auth: enforce IAM and resource policies.
        tls: serve HTTPS instead of HTTP.
        cloudfront: whether distributions shall serve; their functions take Node.js.

    Yields:
        The endpoint, ready to use.

    Raises:
        ToolError: the emulator does not start; the message names its log.
    """
    version = interpreter.local_python()
    python = venvs.ensure(f"emulator-{version}", interpreter.find(version), "emulator.txt")
    log = BUILD / f"emulator-{name}.log"
    home = Path(tempfile.mkdtemp(prefix="thumbnailer-emulator-"))
    try:
        with socket.create_server((_ADDRESS, 0), backlog=1024) as listener:
            port = listener.getsockname()[1]
            settings = _settings(home, port, auth=auth, tls=tls)
            settings["PATH"] = _path_with_node() if cloudfront else _path()
            # The emulator inherits the open socket: nobody can take the port in between.
            process = _start(python, listener, settings, log)
        bundle = Path(settings["AWS_CA_BUNDLE"]) if tls else None
        url = settings["AWS_ENDPOINT_URL"]
        try:
            _wait(url, bundle, process, log)
            yield Endpoint(url=url, ca_bundle=bundle, log=log, pid=process.pid)
        finally:
            _stop(process)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _settings(home: Path, port: int, *, auth: bool, tls: bool) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    temporary = home / "tmp"
    temporary.mkdir()
    settings = inherited | {
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "STATE_DIR": str(home / "state"),
        "S3_DATA_DIR": str(home / "s3"),
        "BIND_HOST": _ADDRESS,
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": _ADDRESS,  # the host in queue URLs
        "AWS_ENDPOINT_URL": f"http{'s' if tls else ''}://{_ADDRESS}:{port}",
        "AUTH": "true" if auth else "false",
        "IOT_MTLS_ENABLED": "0",  # would open a port of its own, on all addresses
        "SFTP_ENABLED": "0",
    }
    if tls:
        bundle, key = home / "certificate.pem", home / "key.pem"
        certificate.write(bundle, key)
        settings |= {
            "USE_SSL": "1",
            "MINISTACK_SSL_CERT": str(bundle),
            "MINISTACK_SSL_KEY": str(key),
            "AWS_CA_BUNDLE": str(bundle),  # so that the functions it runs trust it
        }
    return settings


def _path() -> str:
    return os.environ.get("PATH", os.defpath)


def _path_with_node() -> str:
    """Our PATH, and on it the node that the functions of CloudFront run with."""
    path = _path()
    binary = node.find()
    found = shutil.which("node", path=path)
    if found and Path(found).resolve() == binary.resolve():
        return path
    # In front: a node that PATH has all the same is too old, or fails outside of our HOME.
    return f"{binary.parent}{os.pathsep}{path}"


def _start(
    python: Path, listener: socket.socket, settings: dict[str, str], log: Path
) -> subprocess.Popen[bytes]:
    descriptor = listener.fileno()
    # Its server rather than its own command, which would also take port 443 when it may.
    server = ["-m", "hypercorn", "--workers", "0", "--keep-alive", "75"]
    server += ["--config", "python:ministack.core.hypercorn_conf"]
    server += ["--bind", f"fd://{descriptor}", "ministack.app:app"]
    with log.open("wb") as output:
        return subprocess.Popen(
            [python, "-c", _LAUNCH, str(os.getpid()), *server],
            cwd=settings["HOME"],
            env=settings,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=[descriptor],
            start_new_session=True,  # Ctrl-C is for us; we still need the emulator to clean up
        )


def _wait(url: str, bundle: Path | None, process: subprocess.Popen[bytes], log: Path) -> None:
    context = ssl.create_default_context(cafile=str(bundle)) if bundle else None
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
    )
    deadline = time.monotonic() + _START_SECONDS
    problem = "no answer"
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with opener.open(f"{url}/_ministack/health", timeout=_START_SECONDS):
                return
        except OSError as error:
            problem = str(error)
            time.sleep(0.05)
    status = process.poll()
    reason = problem if status is None else f"it ended with exit code {status}"
    raise ToolError(f"The emulator did not start ({reason}). Its log is {log}:\n{_tail(log)}")


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-20:])


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    # Whatever function it still ran is in its process group, which is ours alone.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
