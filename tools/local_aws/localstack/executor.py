"""Runs functions for LocalStack: each execution environment is a process of Lambda's own client."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from localstack.services.lambda_.invocation.executor_endpoint import StatusErrorException
from localstack.services.lambda_.invocation.lambda_models import InvocationResult
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from tools.local_aws.runtime_api import (
    ERROR,
    INIT_ERROR,
    READY,
    RESPONSE,
    Invocation,
    RuntimeApi,
    Said,
)

_LOOK_SECONDS = 0.05  # so often it is looked whether the process still runs
_INIT_SECONDS = 10.0  # what Lambda gives a function to start
_FINISH_SECONDS = 1.0  # what an answered invocation has for its last lines


class Ended(Exception):
    """The process ended instead of answering."""


class Late(Exception):
    """The process did not answer in time."""


class ProcessExecutor(RuntimeExecutor):  # type: ignore[misc] # LocalStack has no types here
    """One execution environment, as LocalStack starts, uses and stops it.

    What ends it while LocalStack lives is stop(). When LocalStack is killed, the Runtime API goes
    with it, and the runtime client gives up by itself.
    """

    # Of all functions; set before the first starts.
    python: str = ""
    runtime: str = ""

    def __init__(self, id: str, function_version: Any) -> None:  # noqa: A002 - LocalStack's name
        super().__init__(id=id, function_version=function_version)
        self._config = function_version.config
        self._home = Path(tempfile.mkdtemp(prefix="environment-"))
        self._log = self._home / "log"
        self._open = ExitStack()
        self._environment: dict[str, str] = {}

    # What LocalStack asks of an executor.

    def start(self, env_vars: dict[str, Any]) -> None:
        """Start the process and wait until it asks for its first event.

        Args:
            env_vars: the function's own variables, and those that Lambda adds.

        Raises:
            StatusErrorException: the function does not start, with its own words; or it needs
                another Python than there is.
        """
        wanted = self._config.runtime
        if wanted != self.runtime:
            words = f"functions run with {self.runtime} here, and this one needs {wanted}"
            raise StatusErrorException(words, payload=_error("Runtime.Unavailable", words))
        task = self._config.code.get_unzipped_code_location()
        # Lambda unpacks all layers into one directory, where a later one's files win.
        layers = [layer.code.get_unzipped_code_location() for layer in self._config.layers]
        path = [str(task), *(f"{layer}/python" for layer in reversed(layers))]
        self._environment = {name: str(value) for name, value in env_vars.items()} | {
            "PATH": f"{Path(self.python).parent}:{os.defpath}",
            "LANG": "en_US.UTF-8",
            "TMPDIR": str(self._home),
            "LAMBDA_TASK_ROOT": str(task),
            "PYTHONPATH": ":".join(path),
        }
        self._spawn()

    def invoke(self, payload: dict[str, str]) -> Any:
        """Hand an event to the process and wait for its answer, and for all that it logs.

        Args:
            payload: the event, and what belongs to the invocation.

        Returns:
            LocalStack's InvocationResult.
        """
        started = time.time()
        written = self._log.stat().st_size
        request, deadline = payload["invoke-id"], started + self._config.timeout
        try:
            if self._process.poll() is not None:  # ended by what came before
                self._spawn()
            self._api.put(
                Invocation(
                    payload["payload"].encode(),
                    request,
                    payload["invoked-function-arn"],
                    deadline,
                    payload["trace-id"],
                )
            )
            said = self._wait_for((RESPONSE, ERROR), deadline)
            answer, failed = said.body, said.kind == ERROR
            self._let_finish()
        except Ended:
            words = self._end()
            answer, failed = _error("Runtime.ExitError", f"RequestId: {request} {words}"), True
        except Late:
            self._process.kill()
            self._process.wait()
            words = f"Task timed out after {self._config.timeout:.2f} seconds"
            answer, failed = _error("Sandbox.Timedout", f"RequestId: {request} {words}"), True
        milliseconds = (time.time() - started) * 1000
        logs = (
            f"START RequestId: {request} Version: {self.function_version.id.qualifier}\n"
            f"{self._written_since(written)}\nEND RequestId: {request}\n"
            f"REPORT RequestId: {request}\tDuration: {milliseconds:.2f} ms\n"
        )
        return InvocationResult(request, answer, is_error=failed, logs=logs)

    def stop(self) -> None:
        """End the process, and remove what it left."""
        self._open.close()
        shutil.rmtree(self._home, ignore_errors=True)

    def get_address(self) -> str:
        """Where the function is."""
        return "127.0.0.1"

    def get_endpoint_from_executor(self) -> str:
        """Where LocalStack is, as the function sees it."""
        return "127.0.0.1"

    def get_runtime_endpoint(self) -> str:
        """Where LocalStack's own init would report to: there is none here."""
        return ""

    def get_logs(self) -> str:
        """All that the process has written."""
        return self._written_since(0)

    @classmethod
    def prepare_version(cls, function_version: Any) -> None:
        """Unpack the function and its layers."""
        config = function_version.config
        for archive in (config.code, *(layer.code for layer in config.layers)):
            archive.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version: Any) -> None:
        """Nothing: what is unpacked goes with LocalStack's own directory."""

    # The process.

    def _spawn(self) -> None:
        self._open.close()
        self._api = self._open.enter_context(RuntimeApi())
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [self.python, "-m", "awslambdaric", self._config.handler],
                cwd=self._environment["LAMBDA_TASK_ROOT"],
                env=self._environment | {"AWS_LAMBDA_RUNTIME_API": self._api.address},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        # Ended before its Runtime API, which would wait for it.
        self._open.callback(self._process.wait)
        self._open.callback(self._process.kill)
        try:
            said = self._wait_for((READY, INIT_ERROR), time.time() + _INIT_SECONDS)
        except Ended:
            problem = _error("Runtime.ExitError", f"{self._end()}: {self.get_logs()}")
        except Late:
            problem = _error("Sandbox.Timedout", f"not started in {_INIT_SECONDS:.0f} seconds")
        else:
            if said.kind == READY:
                return
            problem = said.body
        self._open.close()
        raise StatusErrorException("the function does not start", payload=problem)

    def _let_finish(self) -> None:
        """Wait until the process asks for more: so long it logs."""
        with suppress(Ended, Late):
            self._wait_for((READY,), time.time() + _FINISH_SECONDS)

    def _wait_for(self, kinds: tuple[str, ...], deadline: float) -> Said:
        while True:
            ended = self._process.poll() is not None
            said = self._api.hear(_LOOK_SECONDS)
            if said and said.kind in kinds:
                return said
            if ended and not said:
                raise Ended
            if time.time() > deadline:
                raise Late

    def _end(self) -> str:
        return f"Error: Runtime exited with error: exit status {self._process.wait()}"

    def _written_since(self, position: int) -> str:
        with self._log.open("rb") as log:
            log.seek(position)
            return log.read().decode(errors="replace").rstrip("\n")


def _error(kind: str, message: str) -> bytes:
    return json.dumps({"errorType": kind, "errorMessage": message}).encode()
