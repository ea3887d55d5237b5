"""Public corpora of odd and hostile pictures, fetched once and kept under build/corpora/.

Two come from PyPI, locked by hash: the test images of Pillow, and PngSuite as the tests of pypng
carry it. Two come from Debian, where there is apt-get: the image tests of Go's standard library,
with the larger part of PngSuite and JPEGs of every chroma subsampling, and those of three further
decoders: GdkPixbuf (broken files, a suite of moving GIFs), Go's x/image (TIFF, WebP) and libjxl
(wide gamuts, raw photographs, files that fuzzers found).
"""

import fcntl
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from tools import debian, venvs
from tools.errors import ToolError
from tools.paths import BUILD, REQUIREMENTS, ROOT

HOME = BUILD / "corpora"
_LOCK = REQUIREMENTS / "corpora.txt"
_PNGSUITE_PICTURE = re.compile(rb"'(\w+)': _dehex\(b\"\"\"([0-9a-f\s]+)\"\"\"\)")
# Packages of Debian, and where each has its pictures.
_DECODERS = {
    "gdk-pixbuf-tests": "usr/libexec/installed-tests/gdk-pixbuf/test-images",
    "golang-golang-x-image-dev": "usr/share/gocode/src/golang.org/x/image/testdata",
    "libjxl-testdata": "usr/share/libjxl-testdata",
}
_GO_PACKAGE = re.compile(r"^(golang-1\.(\d+)-src) ", re.MULTILINE)


def pillow() -> Path:
    """The directory of Pillow's test images, of the version that is under test.

    Raises:
        ToolError: pip could not fetch them.
    """

    def fill(folder: Path) -> None:
        for path, data in _members(_source_distribution("pillow"), "Tests/images"):
            _write(folder / path, data)

    return _kept("pillow", _LOCK.read_bytes(), fill)


def pngsuite() -> Path:
    """The directory of PngSuite's pictures.

    Raises:
        ToolError: pip could not fetch them.
    """

    def fill(folder: Path) -> None:
        ((_, code),) = _members(_source_distribution("pypng"), "code/pngsuite.py")
        for name, digits in _PNGSUITE_PICTURE.findall(code):
            _write(folder / f"{name.decode()}.png", bytes.fromhex(digits.decode()))

    return _kept("pngsuite", _LOCK.read_bytes(), fill)


def golang() -> Path:
    """The directory of the test images of Go's standard library.

    Raises:
        debian.Unobtainable: without Debian's apt-get, or a fresh list of its packages.
        ToolError: the package cannot be unpacked.
    """
    debian.check_apt("Go's test images come as a Debian package")
    found = _GO_PACKAGE.findall(
        _run(["apt-cache", "search", "--names-only", r"^golang-1\.[0-9]+-src$"], ROOT)
    )
    if not found:
        raise debian.Unobtainable("apt-get has no list of packages here: run apt-get update")
    package = max(found, key=lambda name: int(name[1]))[0]

    def fill(folder: Path) -> None:
        for images in debian.unpacked(package).glob("usr/share/go-*/src/image"):
            shutil.copytree(images, folder / "image")
        for path in folder.rglob("*.go"):
            path.unlink()

    return _kept("golang", package.encode(), fill)


def decoders() -> Path:
    """The directory of the test images of GdkPixbuf, Go's x/image and libjxl: 60 MB to download.

    Raises:
        debian.Unobtainable: without Debian's apt-get, or a fresh list of its packages.
        ToolError: a package cannot be unpacked.
    """
    debian.check_apt("the test images of other decoders come as Debian packages")

    def fill(folder: Path) -> None:
        for package, pictures in _DECODERS.items():
            shutil.copytree(debian.unpacked(package) / pictures, folder / package)

    return _kept("decoders", json.dumps(_DECODERS).encode(), fill)


def _kept(name: str, version: bytes, fill: Callable[[Path], None]) -> Path:
    folder = HOME / name
    stamp = HOME / f"{name}.stamp"
    wanted = hashlib.sha256(Path(__file__).read_bytes() + version).hexdigest()
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / f"{name}.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if not stamp.is_file() or stamp.read_text() != wanted:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            fill(folder)
            stamp.write_text(wanted)
    return folder


def _source_distribution(project: str) -> Path:
    """The archive of the locked version.

    pip insists on a source distribution's metadata, which are made by its build tools. These come
    locked too, and not from an environment of their own for each download, which takes a minute.
    """
    archives = HOME / "archives"
    stamp = archives / "stamp"
    wanted = hashlib.sha256(_LOCK.read_bytes()).hexdigest()
    with (HOME / "archives.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if not stamp.is_file() or stamp.read_text() != wanted:
            shutil.rmtree(archives, ignore_errors=True)
            archives.mkdir()
            python = venvs.ensure("corpora-tools", Path(sys.executable), "corpora-tools.txt")
            pip = [str(python), "-m", "pip", "download", "--no-deps", "--no-binary", ":all:"]
            locked = ["--no-build-isolation", "--require-hashes", "-r", str(_LOCK)]
            _run([*pip, *locked, "--dest", "."], archives)
            stamp.write_text(wanted)
    (archive,) = archives.glob(f"{project}-*.tar.gz")
    return archive


def _members(archive: Path, wanted: str) -> Iterator[tuple[PurePosixPath, bytes]]:
    """The files at or under a path below the archive's top directory, with paths relative to it."""
    with tarfile.open(archive) as tar:
        for member in tar:
            path = PurePosixPath(*PurePosixPath(member.name).parts[1:])
            content = tar.extractfile(member) if path.is_relative_to(wanted) else None
            if content is not None:
                yield path.relative_to(wanted), content.read()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ToolError(f"{' '.join(command)} failed (exit {done.returncode}):\n{done.stderr}")
    return done.stdout
