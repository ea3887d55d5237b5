"""The archives under Lambda's runtime interface emulator, invoked over HTTP."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.artifact import rie
from tests.artifact.conftest import Unpacked
from tests.artifact.lambda_process import HANDLER, environment, running
from tests.artifact.upload import Uploads
from tools.local_aws.endpoint import Endpoint
from tools.samples.pictures import png

START_SECONDS = 30


def free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [server.getsockname()[1] for server in held]
    for server in held:
        server.close()
    return ports


def wait_for(port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"the runtime interface emulator does not listen:\n{log.read_text()}")


@pytest.fixture
def uploads(s3_endpoint: Endpoint) -> Uploads:
    return Uploads(s3_endpoint)


@pytest.fixture
def port(
    unpacked: Unpacked, runtime_python: Path, uploads: Uploads, tmp_path: Path
) -> Iterator[int]:
    front, api = free_ports(2)
    # Its default is 0.0.0.0:8080.
    command: list[str | Path] = [rie.binary()]
    command += ["--runtime-interface-emulator-address", f"127.0.0.1:{front}"]
    command += ["--runtime-api-address", f"127.0.0.1:{api}"]
    command += [runtime_python, "-m", "awslambdaric", HANDLER]
    env = environment(unpacked, runtime_python, uploads.settings())
    env["AWS_LAMBDA_FUNCTION_TIMEOUT"] = "60"
    log = tmp_path / "log"
    with running(command, unpacked, env, log):
        wait_for(front, log)
        yield front


def invoke(port: int, event: dict[str, Any]) -> Any:
    """One at a time: a second invocation beside the first crashes the emulator."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        path = "/2015-03-31/functions/function/invocations"
        connection.request("POST", path, json.dumps(event))
        return json.loads(connection.getresponse().read())


def test_uploads_become_thumbnails_cold_and_warm(port: int, uploads: Uploads) -> None:
    for key in ("cold", "warm"):
        event = uploads.put(f"uploads/{key}.png", png(600, 300))
        assert invoke(port, event) == {"batchItemFailures": []}
        thumb = uploads.picture(f"thumbnails/{key}_thumb.png")
        assert (thumb.format, thumb.size) == ("PNG", (150, 75))
