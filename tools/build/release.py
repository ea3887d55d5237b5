"""Makes a release: for each architecture a module source, and a bill of what its layer holds."""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from thumbnailer import __version__
from tools.build import archive, interpreter, sbom, wheels, zips
from tools.build.targets import TARGETS
from tools.errors import ToolError, exit_code
from tools.paths import DIST, ROOT

NAME = "terraform-aws-thumbnailer"
CHECKSUMS = "SHA256SUMS"

# What a user of the module reads, as git's patterns. artifacts.tf reads the version in __init__.py.
_CONTENT = (
    ":(glob)*.tf",
    "modules",
    "examples",
    "docs",
    "src/thumbnailer/__init__.py",
    ":(glob)README.md",
    ":(glob)CHANGELOG.md",
    ":(glob)CONTRIBUTING.md",
    ":(glob)SECURITY.md",
    ":(glob)LICENSE",
    ":(glob)NOTICE",
)


def check_version(version: str) -> None:
    """Refuse to release under another version than the sources say.

    Args:
        version: the version to release, such as "1.0.0".

    Raises:
        ToolError: the versions differ.
    """
    if version != __version__:
        raise ToolError(
            f"VERSION is {version!r}, but src/thumbnailer/__init__.py says {__version__!r}:"
            " set __version__ there, commit it, and release that version."
        )


def check_clean(root: Path = ROOT) -> None:
    """Refuse to release what is not committed.

    Args:
        root: the project's directory.

    Raises:
        ToolError: git knows of changes.
    """
    changes = _git(root, "status", "--porcelain").rstrip()
    if changes:
        raise ToolError(
            f"The working tree is not clean: commit or remove these changes first.\n{changes}"
        )


def tracked(root: Path = ROOT) -> list[str]:
    """List the files of the module that git tracks.

    Args:
        root: the project's directory.

    Returns:
        Their paths in it.

    Raises:
        ToolError: it is no git working tree.
    """
    return sorted(filter(None, _git(root, "ls-files", "-z", "--", *_CONTENT).split("\0")))


def write(arch: str, files: Sequence[str], output: Path, root: Path = ROOT) -> list[Path]:
    """Write the archive of one architecture, and its bill of materials.

    Args:
        arch: "arm64" or "x86_64".
        files: the paths of the module's files in the project's directory.
        output: the directory to write to.
        root: the project's directory.

    Returns:
        The files that were written.

    Raises:
        ToolError: an artifact cannot be built.
    """
    output.mkdir(parents=True, exist_ok=True)
    base = f"{NAME}-{__version__}-{arch}"
    written = [output / f"{base}.zip", output / f"{base}.cdx.json"]
    with tempfile.TemporaryDirectory(prefix="thumbnailer-release-") as temporary:
        tree = Path(temporary)
        for file in files:
            (tree / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / file, tree / file)
        made = zips.build(arch, interpreter.LAMBDA, tree / "dist", root / "src")
        _licences(made.layer, tree / "licenses")
        fetched = wheels.fetch(TARGETS[arch], interpreter.LAMBDA, wheels.LOCK)
        bill = sbom.of_release(NAME, __version__, made.function, made.layer, fetched)
        written[1].write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")
        archive.write(written[0], tree, deflate=True)
    return written


def make(output: Path, root: Path = ROOT) -> list[Path]:
    """Write the release of every architecture and the checksums.

    Args:
        output: the directory to write to; what is in it goes.
        root: the project's directory.

    Returns:
        The files that were written.

    Raises:
        ToolError: an artifact cannot be built.
    """
    shutil.rmtree(output, ignore_errors=True)
    files = tracked(root)
    written = [path for arch in sorted(TARGETS) for path in write(arch, files, output, root)]
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in written]
    (output / CHECKSUMS).write_text("".join(sorted(lines, key=lambda line: line.split()[1])))
    return [*written, output / CHECKSUMS]


def release(version: str, output: Path, root: Path = ROOT) -> list[Path]:
    """Write a release of what is committed.

    Args:
        version: the version to release, such as "1.0.0".
        output: the directory to write to; what is in it goes.
        root: the project's directory.

    Returns:
        The files that were written.

    Raises:
        ToolError: the sources say another version, an artifact cannot be built, or git knows of
            changes, be it before or after.
    """
    check_version(version)
    check_clean(root)
    written = make(output, root)
    check_clean(root)  # nothing was edited meanwhile, and building leaves nothing behind
    return written


def _licences(layer: Path, directory: Path) -> None:
    """Copy the licences of all that a layer holds, each under the path that it has there."""
    with zipfile.ZipFile(layer) as content:
        for name in content.namelist():
            if Path(name).name.upper().startswith(("LICENSE", "LICENCE", "COPYING", "NOTICE")):
                copy = directory / Path(name).relative_to("python")
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(content.read(name))


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise ToolError("A release needs git, and there is none on PATH: install it.") from error
    if done.returncode:
        raise ToolError(f"git {arguments[0]} failed in {root}:\n{done.stderr}")
    return done.stdout


def main() -> int:
    """Release the version that the command line names.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(prog="make release", description=__doc__)
    parser.add_argument("version", help="such as 1.0.0; the one in src/thumbnailer/__init__.py")
    version = parser.parse_args().version

    def work() -> None:
        for path in release(version, DIST / "release"):
            print(f"{path.stat().st_size:>10,} bytes  {path}")

    return exit_code(work)


if __name__ == "__main__":
    sys.exit(main())
