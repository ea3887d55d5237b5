"""Fuzzes native code, guided by what of it runs: `make fuzz`, or `python -m tests.fuzz.run --help`.

Each target runs in a process of its own, compiled with AddressSanitizer and
UndefinedBehaviorSanitizer. What the fuzzer finds interesting stays in build/fuzz, for the next run.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.support.baseline_jpegs import COLOURS, GREY, Kind, drawn
from tools.build import native, sanitizers
from tools.errors import ToolError, exit_code
from tools.paths import BUILD, ROOT
from tools.samples.pictures import encoded, jpeg, quadrants

CORPORA = BUILD / "fuzz"
# How many times each is called, unless said otherwise.
EXECUTIONS = {
    "scan": 1_000_000,
    "coefficients": 20_000,
    "scanlines": 200_000,
    "filters": 200_000,
    "resampling": 200_000,
}
_LARGEST = 4096
_DONE = re.compile(r"DONE +cov: (\d+) .*^Done (\d+) runs in (\d+) second", re.DOTALL | re.MULTILINE)


class Run(NamedTuple):
    """What came of a target.

    Attributes:
        executions: how often it was called.
        seconds: that this took.
        edges: branches of native code and of the Python beside it that ran.
    """

    executions: int
    seconds: int
    edges: int


def seeds(target: str) -> Iterator[bytes]:
    """What the fuzzer begins with."""
    noise = Random(target)
    if target != "scan":
        yield from (noise.randbytes(length) for length in (20, 200, 2000))
        return
    for subsampling in (0, 1, 2):
        yield encoded(quadrants(60, 40), "JPEG", subsampling=subsampling, quality=50)
    yield jpeg(40, 30, restart_marker_blocks=2)
    yield encoded(quadrants(40, 30).convert("L"), "JPEG", optimize=True)
    for factors in (*GREY, *COLOURS):
        yield drawn(noise, Kind((30, 20), factors, noise.choice([0, 1, 3]), 9, 0.1, 100, 20))


def fuzz(target: str, executions: int, packages: Path) -> Run:
    """Fuzz one target.

    Args:
        target: its name.
        executions: how often it is called.
        packages: the directory of the sanitized package.

    Raises:
        ToolError: it was called with something that it errs about; the message says with what.
    """
    corpus = CORPORA / target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(target)):
        (corpus / f"seed-{number}").write_bytes(seed)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.fuzz.targets", target, str(corpus)),
            *(
                f"-runs={executions}",
                f"-max_len={_LARGEST}",
                "-rss_limit_mb=4096",
                "-print_final_stats=1",
            ),
            f"-artifact_prefix={corpus.parent}/{target}-",
        ],
        cwd=ROOT,
        env=sanitizers.environment(packages),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    told = _DONE.search(done.stdout)
    if done.returncode or not told:
        raise ToolError(f"{target}: {done.stdout[-5000:]}")
    edges, times, seconds = map(int, told.groups())
    return Run(times, seconds, edges)


def fuzz_all(targets: Sequence[str], executions: int | None) -> None:
    """Fuzz one target after the other, and print what came of each.

    Args:
        targets: their names.
        executions: how often each is called; None for EXECUTIONS.

    Raises:
        ToolError: there is no fuzzer for this machine, or a target errs.
    """
    if not sanitizers.has_fuzzer():
        raise sanitizers.Unobtainable(
            "the fuzzer (atheris) is for Linux on x86_64 with CPython 3.11 to 3.14"
        )
    with tempfile.TemporaryDirectory() as packages:
        native.add_sanitized(Path(packages))
        for target in targets:
            run = fuzz(target, executions or EXECUTIONS[target], Path(packages))
            print(
                f"{target}: {run.executions:,} executions in {run.seconds} s,"
                f" {run.edges} edges, no error",
                flush=True,
            )


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz.

    Args:
        arguments: of the command line.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.run", description=__doc__)
    parser.add_argument("--target", choices=list(EXECUTIONS), action="append", help="default: all")
    parser.add_argument("--executions", type=int, help="of each target")
    options = parser.parse_args(arguments)
    return exit_code(lambda: fuzz_all(options.target or list(EXECUTIONS), options.executions))


if __name__ == "__main__":
    sys.exit(main())
