"""Virtual environments under build/, made from a lock file when first needed.

`python -m tools.venvs NAME LOCK` makes one with that Python and prints the path of its interpreter.
"""

import argparse
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.errors import ToolError, exit_code
from tools.paths import BUILD, REQUIREMENTS


def ensure(name: str, python: Path, lock: str) -> Path:
    """Make sure that build/NAME holds what a lock file says.

    Args:
        name: the directory's name under build/.
        python: the interpreter to make it with.
        lock: the lock file's name in requirements/.

    Returns:
        The environment's own interpreter.

    Raises:
        ToolError: pip or venv failed; the message holds what they said.
    """
    requirements = REQUIREMENTS / lock
    home = BUILD / name
    interpreter = home / "bin/python"
    stamp = home / "stamp"
    wanted = hashlib.sha256(f"{python}\n".encode() + requirements.read_bytes()).hexdigest()
    BUILD.mkdir(exist_ok=True)
    with (BUILD / f"{name}.lock").open("w") as guard:
        # Two runs at once (a demo beside the tests) must not build it into each other.
        fcntl.flock(guard, fcntl.LOCK_EX)
        if stamp.is_file() and stamp.read_text() == wanted:
            return interpreter
        shutil.rmtree(home, ignore_errors=True)
        _run([python, "-m", "venv", home])
        _run([interpreter, "-m", "pip", "install", "--require-hashes", "-r", requirements])
        stamp.write_text(wanted)
    return interpreter


def _run(command: list[str | Path]) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        line = " ".join(map(str, command))
        raise ToolError(f"{line} failed (exit {done.returncode}):\n{done.stdout}")


def main() -> int:
    """Make the environment that the command line names.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(prog="python -m tools.venvs", description=__doc__)
    parser.add_argument("name", help="its directory under build/")
    parser.add_argument("lock", help="its lock file in requirements/")
    options = parser.parse_args()
    return exit_code(lambda: print(ensure(options.name, Path(sys.executable), options.lock)))


if __name__ == "__main__":
    sys.exit(main())
