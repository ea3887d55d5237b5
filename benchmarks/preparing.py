"""Builds, installs and unpacks what the benchmark runs in."""

import shutil
import subprocess
import zipfile
from pathlib import Path

from benchmarks import revision
from benchmarks.setup import Code, Setup
from tools import node, venvs
from tools.build import interpreter, zips
from tools.errors import ToolError
from tools.paths import BUILD, ROOT

_PACKAGE = ("package.json", "package-lock.json")


def prepare(before: str | None = None) -> Setup:
    """Build, install and unpack what is missing.

    Args:
        before: an earlier revision to build as well, as git knows it.

    Raises:
        ToolError: something cannot be had; the message says what to do.
    """
    made = zips.for_local_runs()
    home = BUILD / "bench-artifacts"
    shutil.rmtree(home, ignore_errors=True)
    for name, archive in (("task", made.function), ("opt", made.layer)):
        with zipfile.ZipFile(archive) as content:
            content.extractall(home / name)
    python = interpreter.find(made.python)
    return Setup(
        code=Code(home / "task", home / "opt/python"),
        runtime=venvs.ensure(f"runtime-{made.python}", python, "runtime.txt"),
        bench=venvs.ensure(f"bench-{made.python}", python, "bench.txt"),
        node=node.find(),
        node_home=node_modules(),
        before=revision.prepare(before) if before else None,
    )


def node_modules() -> Path:
    """Install sharp, if that is not done yet.

    Returns:
        The directory that holds node_modules.

    Raises:
        ToolError: there is no npm, or it failed.
    """
    home = BUILD / "bench-node"
    home.mkdir(parents=True, exist_ok=True)
    wanted = "".join((ROOT / "benchmarks" / name).read_text() for name in _PACKAGE)
    stamp = home / "stamp"
    if stamp.is_file() and stamp.read_text() == wanted:
        return home
    for name in _PACKAGE:
        shutil.copyfile(ROOT / "benchmarks" / name, home / name)
    npm = shutil.which("npm")
    if not npm:
        raise ToolError("sharp, one of the peers, is installed by npm, which is not on PATH.")
    done = subprocess.run(
        [npm, "ci", "--no-audit", "--no-fund"],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ToolError(f"npm ci failed:\n{done.stdout}{done.stderr}")
    stamp.write_text(wanted)
    return home
