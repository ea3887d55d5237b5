"""Fetches the wheels of a layer for the machine that will run it, never for this one."""

import fcntl
import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tools.build.targets import Target
from tools.errors import ToolError
from tools.paths import BUILD, REQUIREMENTS

LOCK = REQUIREMENTS / "layer.txt"
HEIF_LOCK = REQUIREMENTS / "heif.txt"

# Literal names to pip, which knows no order among them. Never the old ones alone: Pillow has left
# manylinux2014, and pip would quietly offer its last version there, with its known holes.
_MANYLINUX = ("manylinux_2_28", "manylinux_2_27", "manylinux_2_17", "manylinux2014")


def fetch(target: Target, python: str, lock: Path) -> list[Path]:
    """Download the locked wheels, unless build/ has them already.

    Args:
        target: the machine they are for.
        python: the Python version they are for.
        lock: the lock file.

    Returns:
        The wheels, each with a hash from the lock.

    Raises:
        ToolError: a wheel cannot be had, or is not the locked version.
    """
    home = BUILD / "wheels" / f"{lock.stem}-{target.arch}-{python}"
    home.parent.mkdir(parents=True, exist_ok=True)
    text = lock.read_text()
    with home.with_name(f"{home.name}.lock").open("w") as guard:
        # Two builds at once must not delete each other's.
        fcntl.flock(guard, fcntl.LOCK_EX)
        found = _locked(home, text)
        if found is None:
            shutil.rmtree(home, ignore_errors=True)
            _download(home, target, python, lock)
            found = _locked(home, text)
    if found is None:
        names = ", ".join(path.name for path in sorted(home.iterdir()))
        raise ToolError(f"pip fetched other wheels than {lock.name} names: {names}")
    return found


def unpack(wheel: Path, directory: Path) -> None:
    """Unpack a wheel as it is, with its RECORD and licences.

    Args:
        wheel: the wheel.
        directory: where to.

    Raises:
        ToolError: it is a wheel that needs more than unpacking.
    """
    with zipfile.ZipFile(wheel) as archive:
        special = [name for name in archive.namelist() if ".data/" in name.split("/")[0] + "/"]
        if special:
            raise ToolError(f"{wheel.name} does not just unpack: it holds {special[0]}")
        archive.extractall(directory)


def versions(lock: str) -> dict[str, str]:
    """Read a lock file's packages.

    Args:
        lock: its text.

    Returns:
        The version of each package, by its normalised name.
    """
    pins = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", lock, re.MULTILINE)
    return {normal(name): version for name, version in pins}


def normal(name: str) -> str:
    """Write a package's name as PyPI compares names (PEP 503).

    Args:
        name: as anyone writes it.
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def _locked(home: Path, lock: str) -> list[Path] | None:
    """Find the wheels in a directory if they are exactly the locked ones."""
    wheels = sorted(home.glob("*.whl"))
    have = {}
    for wheel in wheels:
        name, version = wheel.name.split("-")[:2]
        have[normal(name)] = version
        if f"sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}" not in lock:
            return None
    return wheels if have == versions(lock) else None


def _download(home: Path, target: Target, python: str, lock: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(home)]
    command += ["--require-hashes", "--only-binary=:all:", "--no-deps", "-r", str(lock)]
    command += ["--implementation", "cp", "--python-version", python]
    command += ["--abi", f"cp{python.replace('.', '')}", "--abi", "abi3"]
    for tag in _MANYLINUX:
        command += ["--platform", f"{tag}_{target.machine}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ToolError(
            f"pip cannot fetch the wheels of {lock.name} for Python {python} on {target.arch}:\n"
            f"{done.stdout}{done.stderr}"
        )
