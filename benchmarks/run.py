"""Measures everything and writes build/bench.json and build/bench.png.

`python -m benchmarks.run` takes about a quarter of an hour; with `--quick` (few pictures, few
repetitions) about three minutes. With `--case`, `--kind` or `--peer` it times those alone, prints a
table, and writes nothing: seconds to minutes. This part prepares; `benchmarks.measure` goes on in
the benchmark's own environment.
"""

import os
import subprocess
import sys

from benchmarks import arguments
from benchmarks.preparing import prepare
from tools.errors import ToolError
from tools.paths import ROOT


def main() -> int:
    """Prepare, then measure.

    Returns:
        The exit code; missing a target is no error.
    """
    words = sys.argv[1:]
    wanted = arguments.parse(words)
    try:
        setup = prepare(wanted.before)
    except ToolError as error:
        print(error, file=sys.stderr)
        return 1
    command = [str(setup.bench), "-m", "benchmarks.measure", setup.to_json(), *words]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
