"""Starts LocalStack, for as long as somebody needs it: without Docker and without a token."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools import venvs
from tools.build import interpreter
from tools.local_aws import lambda_runtime, server
from tools.local_aws.endpoint import Endpoint
from tools.local_aws.server import ADDRESS, Server
from tools.paths import BUILD, ROOT

# What its lock file is resolved for; it also is the one runtime that its functions can have here.
PYTHON = interpreter.LAMBDA

_SERVICES = ("cloudwatch", "events", "iam", "kms", "lambda", "logs", "s3", "sns", "sqs", "sts")


@contextlib.contextmanager
def run(name: str) -> Iterator[Endpoint]:
    """Run LocalStack on a free port of 127.0.0.1 and stop it afterwards.

    It speaks plain HTTP and lets everybody do everything.

    Args:
        name: tells this one's log from others'.

    Yields:
        The endpoint, ready to use.

    Raises:
        ToolError: there is no Python 3.13, or LocalStack does not install or start.
    """
    python = venvs.ensure("localstack", interpreter.find(PYTHON), "localstack.txt")
    functions = lambda_runtime.ensure(PYTHON)
    home = Path(tempfile.mkdtemp(prefix="thumbnailer-localstack-"))
    try:
        with server.listening() as listener:
            url = f"http://{ADDRESS}:{listener.getsockname()[1]}"
            localstack = Server(
                name="LocalStack",
                python=python,
                arguments=_arguments(listener.fileno(), functions),
                environment=_settings(home, listener.getsockname()[1]),
                health=f"{url}/_localstack/health",
                log=BUILD / f"localstack-{name}.log",
                stop_seconds=1.0,  # all that it would put in order goes with its directory
            )
            with server.running(localstack, listener) as pid:
                yield Endpoint(url=url, log=localstack.log, pid=pid)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _arguments(descriptor: int, functions: Path) -> list[str]:
    return ["-m", "tools.local_aws.localstack", str(descriptor), str(functions), f"python{PYTHON}"]


def _settings(home: Path, port: int) -> dict[str, str]:
    temporary = home / "tmp"
    temporary.mkdir()
    return server.inherited() | {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "FILESYSTEM_ROOT": str(home / "files"),
        "GATEWAY_LISTEN": f"{ADDRESS}:{port}",
        "LOCALSTACK_HOST": f"{ADDRESS}:{port}",  # the host in queue URLs
        "SQS_ENDPOINT_STRATEGY": "off",  # http://HOST/ACCOUNT/NAME, the form that Terraform knows
        "SERVICES": ",".join(_SERVICES),
        "DNS_ADDRESS": "0",  # would open a port of its own
        "DISABLE_EVENTS": "1",  # it would tell its makers what it is used for
        "SKIP_SSL_CERT_DOWNLOAD": "1",
    }
