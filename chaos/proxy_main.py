"""Starts microburst as S3 is heard through it; run by the interpreter of its own environment.

Three things that microburst 0.10 does are undone. It passes answers on without their
Content-Length, which S3 always sends. It reads an upload only when it passes it on, so that none
could arrive after its sender was killed. And it would itself outlive whoever started it.
"""

import ctypes
import os
import signal
import sys

from microburst import cli, detection, forward  # type: ignore[import-not-found]

_PR_SET_PDEATHSIG = 1


def main() -> int:
    """Run microburst with the arguments after the first, which is the process to end with.

    Returns:
        The exit code.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != int(sys.argv[1]):
            return 1
    forward.HOP_BY_HOP = forward.HOP_BY_HOP - {"content-length"}
    detection._STREAMING_OPS = frozenset()
    return int(cli.main(sys.argv[2:]) or 0)


if __name__ == "__main__":
    sys.exit(main())
