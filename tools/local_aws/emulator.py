"""Runs the emulator of AWS (MiniStack) on this machine, for as long as somebody needs it."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools import node, venvs
from tools.build import interpreter
from tools.local_aws import certificate, endpoint, server
from tools.local_aws.endpoint import Endpoint
from tools.local_aws.server import ADDRESS, Server
from tools.paths import BUILD


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
    home = Path(tempfile.mkdtemp(prefix="thumbnailer-emulator-"))
    try:
        with server.listening() as listener:
            settings = _settings(home, listener.getsockname()[1], auth=auth, tls=tls)
            settings["PATH"] = _path_with_node() if cloudfront else _path()
            url = settings["AWS_ENDPOINT_URL"]
            ministack = Server(
                name="The emulator",
                python=python,
                arguments=_arguments(listener.fileno()),
                environment=settings,
                health=f"{url}/_ministack/health",
                log=BUILD / f"emulator-{name}.log",
                bundle=Path(settings["AWS_CA_BUNDLE"]) if tls else None,
            )
            with server.running(ministack, listener) as pid:
                yield Endpoint(url=url, ca_bundle=ministack.bundle, log=ministack.log, pid=pid)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _arguments(descriptor: int) -> list[str]:
    # Its server rather than its own command, which would also take port 443 when it may.
    arguments = ["-m", "hypercorn", "--workers", "0", "--keep-alive", "75"]
    arguments += ["--config", "python:ministack.core.hypercorn_conf"]
    return [*arguments, "--bind", f"fd://{descriptor}", "ministack.app:app"]


def _settings(home: Path, port: int, *, auth: bool, tls: bool) -> dict[str, str]:
    temporary = home / "tmp"
    temporary.mkdir()
    settings = server.inherited() | {
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "STATE_DIR": str(home / "state"),
        "S3_DATA_DIR": str(home / "s3"),
        "BIND_HOST": ADDRESS,
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": ADDRESS,  # the host in queue URLs
        "AWS_ENDPOINT_URL": f"http{'s' if tls else ''}://{ADDRESS}:{port}",
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
