"""Measures everything and writes build/bench.json and build/bench.png.

`python -m benchmarks.run` takes about ten minutes; with `--quick` (12 megapixels only, fewer
repetitions) about three. This part prepares; `benchmarks.measure` goes on in the benchmark's own
environment.
"""

import argparse
import json
import os
import subprocess
import sys
from dataclasses import asdict

from benchmarks.preparing import prepare
from tools.errors import ToolError
from tools.paths import ROOT


def main() -> int:
    """Prepare, then measure.

    Returns:
        The exit code; missing a target is no error.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="12 megapixels, fewer repetitions")
    quick = parser.parse_args().quick
    try:
        setup = prepare()
    except ToolError as error:
        print(error, file=sys.stderr)
        return 1
    paths = json.dumps({name: str(path) for name, path in asdict(setup).items()})
    command = [str(setup.bench), "-m", "benchmarks.measure", paths, *(["--quick"] if quick else [])]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
