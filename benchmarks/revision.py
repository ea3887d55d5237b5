"""An earlier revision of the function, built to be measured beside today's."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from benchmarks.setup import Code
from tools.errors import ToolError
from tools.paths import BUILD, ROOT

_BUILD = """
from tools.build import zips
made = zips.for_local_runs()
print(made.function, made.layer)
"""
# What both need, and is large to download: compilers and wheels, each locked by hash.
_SHARED = ("zig", "wheels")


def prepare(name: str) -> Code:
    """Export a revision below build/before/, and build its artifacts, unless that is done.

    Args:
        name: as git knows it, such as "2ccc7f8" or "main".

    Raises:
        ToolError: there is no such revision, or it does not build.
    """
    commit = _run(["git", "rev-parse", "--verify", f"{name}^{{commit}}"], ROOT).strip()
    home = BUILD / "before" / commit
    code = Code(home / "task", home / "opt/python", home / "root")
    if home.is_dir():
        return code
    partial = home.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    root = partial / "root"
    (root / "build").mkdir(parents=True)
    for shared in _SHARED:
        (BUILD / shared).mkdir(exist_ok=True)
        (root / "build" / shared).symlink_to(BUILD / shared)
    archive = partial / "root.tar"
    _run(["git", "archive", "--output", str(archive), commit], ROOT)
    shutil.unpack_archive(archive, root, filter="data")
    made = _run([sys.executable, "-c", _BUILD], root, PYTHONPATH=f"{root / 'src'}:{root}").split()
    for folder, path in zip(("task", "opt"), made[-2:], strict=True):
        with zipfile.ZipFile(path) as content:
            content.extractall(partial / folder)
    partial.rename(home)
    return code


def _run(command: list[str], folder: Path, **environment: str) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ToolError(f"{' '.join(command)} failed (exit {done.returncode}):\n{done.stderr}")
    return done.stdout
