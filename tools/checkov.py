"""Runs checkov over the Terraform code: `python -m tools.checkov`.

No finding is left out here: what is meant to be so is skipped beside its resource, with the reason.
"""

import subprocess
import sys
from pathlib import Path

from tools import venvs
from tools.errors import ToolError
from tools.paths import ROOT


def scan(directory: Path) -> subprocess.CompletedProcess[str]:
    """Scan a directory with all that is below it, offline.

    Args:
        directory: with Terraform code.

    Returns:
        The finished process; its exit code is 0 where nothing was found.

    Raises:
        ToolError: checkov cannot be installed.
    """
    python = venvs.ensure("checkov-venv", Path(sys.executable), "checkov.txt")
    skipped = [word for name in ("build", "tests", ".venv") for word in ("--skip-path", name)]
    return subprocess.run(
        [
            # Its own script does not start where the path has a space.
            *(python, "-m", "checkov.main"),
            *("--directory", directory, "--framework", "terraform"),
            *("--quiet", "--compact", "--skip-download", *skipped),
        ],
        capture_output=True,
        text=True,
        check=False,
    )


def main() -> int:
    """Scan all modules and examples.

    Returns:
        checkov's exit code.
    """
    try:
        done = scan(ROOT)
    except ToolError as error:
        print(error, file=sys.stderr)
        return 1
    print(done.stdout + done.stderr or "checkov: no findings")
    # What it could not read it did not check, and does not mind.
    return done.returncode or int("Parsing errors" in done.stdout)


if __name__ == "__main__":
    sys.exit(main())
