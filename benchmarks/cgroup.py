"""Processes under a limit of memory that the kernel enforces, as Lambda's does."""

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools.errors import ToolError

_ROOT = Path("/sys/fs/cgroup")
_LIMITS = {1: ("memory.limit_in_bytes", "memory.memsw.limit_in_bytes"), 2: ("memory.max",)}
_JOIN_AND_RUN = 'echo $$ > "$0/cgroup.procs" && exec "$@"'


@contextmanager
def limited(size: int) -> Iterator[Path]:
    """A control group of at most so many bytes, within this process's own, until it is left.

    Raises:
        ToolError: this machine lets nobody make one; it takes root, or a delegated group.
    """
    version, parent = _own()
    group = parent / f"limited-{os.getpid()}"
    try:
        group.mkdir()
        for name in _LIMITS[version]:
            if (group / name).exists():
                (group / name).write_text(str(size))
    except OSError as error:
        raise ToolError(f"no limit can be set here: {error}. Run this as root.") from error
    try:
        yield group
    finally:
        group.rmdir()


def run(
    group: Path, command: Sequence[str], environment: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run a command within the group; one that takes more memory is killed."""
    return subprocess.run(
        ["/bin/sh", "-c", _JOIN_AND_RUN, str(group), *command],
        env=environment,
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )


def _own() -> tuple[int, Path]:
    """The version of control groups that limits memory here, and this process's group."""
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers == "memory":
            return 1, _ROOT / "memory" / path.lstrip("/")
    if "memory" not in (_ROOT / "cgroup.controllers").read_text().split():
        raise ToolError("the kernel has no memory controller here, so no limit can be set")
    return 2, _ROOT
