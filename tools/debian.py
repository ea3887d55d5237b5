"""The files of Debian packages, downloaded once by apt-get and kept under build/debian/."""

import fcntl
import shutil
import subprocess
from pathlib import Path

from tools.errors import ToolError
from tools.paths import BUILD

HOME = BUILD / "debian"


class Unobtainable(ToolError):
    """This machine has no way to a package; the message says what would give it one."""


def unpacked(package: str) -> Path:
    """The directory that holds the files of a package, as they would lie below /.

    Args:
        package: its name.

    Raises:
        Unobtainable: without apt-get, or without a fresh list of its packages.
        ToolError: the package cannot be unpacked.
    """
    check_apt(f"{package} is a Debian package")
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / f"{package}.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        home = HOME / package
        return home if home.is_dir() else _fetched(package, home)


def check_apt(what: str) -> None:
    """Make sure that Debian's tools are there.

    Args:
        what: needs them, as the beginning of a sentence.

    Raises:
        Unobtainable: they are not.
    """
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise Unobtainable(f"{what}, and here is no apt-get")


def _fetched(package: str, home: Path) -> Path:
    partial = HOME / f"{package}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    try:
        _run(["apt-get", "download", "-qq", package], partial)
    except ToolError as error:
        raise Unobtainable(f"{error}\nAn old list of packages? Run apt-get update") from error
    (archive,) = partial.glob("*.deb")
    _run(["dpkg-deb", "--extract", archive.name, "files"], partial)
    (partial / "files").rename(home)
    shutil.rmtree(partial)
    return home


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ToolError(f"{' '.join(command)} failed (exit {done.returncode}):\n{done.stderr}")
