"""A peer in a process of its own: `python -m benchmarks.worker PEER` answers jobs, line by line.

A job is a JSON object on stdin:

    {"case": "thumb", "path": "/pictures/x.jpeg", "out": "/results" or null}

The answer, one on stdout, tells the seconds from the file's bytes to the renditions' bytes, both in
memory, and the most memory that the process has had so far:

    {"seconds": 0.0123, "peak_rss_kb": 45678}

`peers/sharp.mjs` does the same in Node.js.
"""

import gc
import json
import sys
import time
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Protocol


class Peer(Protocol):
    """What a module in `peers` has."""

    def run(self, case: str, data: bytes) -> list[bytes]:
        """Make the renditions of a case, in the order of its sizes."""


def peak_rss_kb() -> int:
    """Tell the peak of this process alone.

    Not getrusage's: Linux has that begin with the memory of the process that started this one.
    """
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])


@lru_cache(maxsize=1)
def _content(path: str) -> bytes:
    return Path(path).read_bytes()


def serve(peer: Peer) -> None:
    """Answer jobs until stdin ends."""
    for line in sys.stdin:
        job = json.loads(line)
        data = _content(job["path"])
        gc.collect()
        started = time.perf_counter()
        renditions = peer.run(job["case"], data)
        seconds = time.perf_counter() - started
        if job["out"]:
            for index, rendition in enumerate(renditions):
                (Path(job["out"]) / str(index)).write_bytes(rendition)
        print(json.dumps({"seconds": seconds, "peak_rss_kb": peak_rss_kb()}), flush=True)


if __name__ == "__main__":
    # The peer is loaded by name: each has other libraries.
    serve(import_module(f"benchmarks.peers.{sys.argv[1]}"))
