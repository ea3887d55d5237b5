"""Runs microburst, the proxy that makes S3 fail, and tells it how."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from chaos.faults import Fault
from tools import venvs
from tools.errors import ToolError
from tools.local_aws.endpoint import Endpoint
from tools.paths import BUILD, ROOT

_START_SECONDS = 60.0
_MAIN = ROOT / "chaos/proxy_main.py"


@dataclass
class Proxy:
    """A running proxy.

    Attributes:
        endpoint: AWS, as it is seen through the proxy.
        kinds: what each rule that was ever set is an example of, by the rule's number.
    """

    endpoint: Endpoint
    kinds: dict[int, str] = field(default_factory=dict)

    def inject(self, faults: Sequence[Fault]) -> None:
        """Make S3 fail in these ways from now on, and in no others."""
        rules = self._call("rules", [fault.rule for fault in faults])
        for fault, rule in zip(faults, rules, strict=True):
            self.kinds[rule["id"]] = fault.kind

    def fired(self) -> dict[str, int]:
        """How often each kind of fault was injected, ever; 0 for those that never were."""
        counts = dict.fromkeys(self.kinds.values(), 0)
        for rule in self._call("stats")["by_rule"]:
            counts[self.kinds[rule["id"]]] += rule["fired"]
        return counts

    def keys(self, kind: str) -> set[str]:
        """The keys of the latest requests that a kind of fault was injected into."""
        events = self._call("fired?limit=2000")
        paths = [urlsplit(e["path"]).path for e in events if self.kinds[e["rule_id"]] == kind]
        return {unquote(path).split("/", 2)[2] for path in paths}

    def _call(self, path: str, rules: Sequence[Mapping[str, Any]] | None = None) -> Any:
        data = None if rules is None else json.dumps(rules).encode()
        url = f"{self.endpoint.url}/_microburst/{path}"
        request = urllib.request.Request(url, data)  # noqa: S310 - an address of ours
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=_START_SECONDS) as answer:
            return json.load(answer)


@contextlib.contextmanager
def run(upstream: Endpoint, name: str) -> Iterator[Proxy]:
    """Run a proxy on a free port of 127.0.0.1 and stop it afterwards.

    Args:
        upstream: the emulator; over plain HTTP and without IAM, since the proxy changes what is
            signed.
        name: tells this proxy's log from others'.

    Yields:
        The proxy, warm, which injects nothing yet.

    Raises:
        ToolError: it does not start; the message names its log.
    """
    python = venvs.ensure("chaos-venv", Path(sys.executable), "chaos.txt")
    log = BUILD / f"proxy-{name}.log"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    arguments = ["--upstream", upstream.url, "--port", str(port), "--no-resign"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [python, _MAIN, str(os.getpid()), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for us; the function still needs the proxy
        )
    try:
        proxy = Proxy(replace(upstream, url=f"http://127.0.0.1:{port}"))
        _wait(proxy, process, log)
        yield proxy
    finally:
        process.terminate()
        process.wait()


def _wait(proxy: Proxy, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            proxy.inject([])
            # It reads the descriptions of all services at the first request: seconds.
            proxy.endpoint.client("s3").list_buckets()
            return
        time.sleep(0.05)
    raise ToolError(f"The proxy did not start. Its log is {log}:\n{log.read_text()[-2000:]}")
