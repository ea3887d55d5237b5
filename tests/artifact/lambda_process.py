"""Starts the function's process as Lambda does: its environment, directories and handler."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.artifact.conftest import Unpacked
from tests.artifact.runtime_api import RuntimeApi

HANDLER = "thumbnailer.handler.handler"


def environment(unpacked: Unpacked, python: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """The variables that Lambda sets, and the function's own."""
    return {
        "PATH": f"{python.parent}:{os.defpath}",
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        # The order of Lambda's sys.path: the function first, then the layers.
        "PYTHONPATH": f"{unpacked.task}:{unpacked.opt / 'python'}",
        "LAMBDA_TASK_ROOT": str(unpacked.task),
        "AWS_LAMBDA_FUNCTION_NAME": "thumbnailer",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1769",
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "_HANDLER": HANDLER,
        **settings,
    }


@contextlib.contextmanager
def running(
    command: Sequence[str | Path], unpacked: Unpacked, env: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command in the function's directory; end it with everything that it started."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            # A net under the tests themselves: nothing outlives them by long.
            ["timeout", "300", *command],
            cwd=unpacked.task,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextlib.contextmanager
def started(
    unpacked: Unpacked, python: Path, settings: Mapping[str, str], log: Path
) -> Iterator[RuntimeApi]:
    """Start the function under the runtime client that Lambda itself uses (awslambdaric)."""
    with RuntimeApi() as api:
        env = environment(unpacked, python, settings)
        env["AWS_LAMBDA_RUNTIME_API"] = api.address
        with running([python, "-m", "awslambdaric", HANDLER], unpacked, env, log):
            yield api
