"""Runs in LocalStack's interpreter: `python -m tools.local_aws.localstack SOCKET PYTHON RUNTIME`.

SOCKET is the descriptor of the listening socket, PYTHON the interpreter that functions run in, and
RUNTIME what Lambda calls it.
"""

import os
import socket
import sys

from localstack.runtime.main import main
from localstack.services.lambda_.invocation import plugins
from twisted.internet import endpoints

from tools.local_aws.localstack import differences
from tools.local_aws.localstack.executor import ProcessExecutor


def serve_on(descriptor: int) -> None:
    """Have LocalStack serve on a socket that is open already.

    By itself it listens on all addresses: of GATEWAY_LISTEN only the port counts for IPv4.

    Args:
        descriptor: of the socket, listening on 127.0.0.1.
    """
    # Twisted never blocks, and wants to be sure of it.
    os.set_blocking(descriptor, False)

    def adopt(reactor: object, _port: int) -> object:
        return endpoints.AdoptedStreamServerEndpoint(reactor, descriptor, socket.AF_INET)

    endpoints.TCP4ServerEndpoint = adopt


def run_functions_with(python: str, runtime: str) -> None:
    """Have LocalStack run functions as processes, instead of in Docker's containers.

    Args:
        python: the interpreter.
        runtime: what Lambda calls it, such as "python3.13".
    """
    ProcessExecutor.python, ProcessExecutor.runtime = python, runtime
    plugins.DockerRuntimeExecutorPlugin.load = lambda *_, **__: ProcessExecutor


if __name__ == "__main__":
    serve_on(int(sys.argv[1]))
    run_functions_with(sys.argv[2], sys.argv[3])
    differences.mend()
    main()
