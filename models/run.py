"""Simulates the bursts and draws docs/cost.png and docs/scaling.png: `python -m models.run`.

`python -m models.docs` writes the tables of both documents, from the same numbers.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools import venvs
from tools.errors import ToolError
from tools.paths import ROOT


def draw(arguments: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    """Run models.draw in an environment that has SimPy and matplotlib.

    Args:
        arguments: of its command line.

    Raises:
        ToolError: the environment cannot be made.
    """
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    python = venvs.ensure(f"models-{version}", Path(sys.executable), "models.txt")
    return subprocess.run(
        [python, "-m", "models.draw", *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )


def main() -> int:
    """Simulate and draw.

    Returns:
        The exit code.
    """
    try:
        done = draw(sys.argv[1:])
    except ToolError as error:
        print(error, file=sys.stderr)
        return 1
    print(done.stdout, end="")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
