"""Builds the artifacts: the function's zip and the layers', for one architecture and Python."""

import argparse
import hashlib
import shutil
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.build import archive, bytecode, elf, interpreter, manifest, native, wheels
from tools.build.targets import TARGETS, check_python, local_arch, machine_arch
from tools.errors import ToolError
from tools.paths import BUILD, DIST, SOURCE


@dataclass(frozen=True)
class Artifacts:
    """A pair of archives that run together.

    Attributes:
        function: the function's zip.
        layer: the layer's zip.
        arch: the architecture that the layer is for.
        python: the Python version that both are for.
    """

    function: Path
    layer: Path
    arch: str
    python: str


def build(arch: str, python: str, output: Path, source: Path = SOURCE) -> Artifacts:
    """Build both archives, and write the checksum of each and the manifest beside them.

    Args:
        arch: "arm64" or "x86_64".
        python: the Python version, such as "3.13".
        output: the directory to write to.
        source: the directory that holds the package.

    Returns:
        What was built.

    Raises:
        ToolError: something is missing, or a library would not load on Lambda.
    """
    check_python(python)
    output.mkdir(parents=True, exist_ok=True)
    made = Artifacts(
        function=output / "thumbnailer.zip",
        layer=output / f"pillow-layer-{arch}.zip",
        arch=arch,
        python=python,
    )
    _function(made, source)
    _layer(made.layer, arch, python, wheels.LOCK, source)
    for path in (made.function, made.layer):
        _write_checksum(path)
    manifest.record([made.function], python)
    manifest.record([made.layer], python, arch)
    return made


def build_heif_layer(arch: str, python: str, output: Path) -> Path:
    """Build the optional second layer, which reads HEIC, its checksum and its line in the manifest.

    Args:
        arch: "arm64" or "x86_64".
        python: the Python version, such as "3.13".
        output: the directory to write to.

    Returns:
        The layer's zip.

    Raises:
        ToolError: something is missing, or a library would not load on Lambda.
    """
    check_python(python)
    output.mkdir(parents=True, exist_ok=True)
    path = output / f"heif-layer-{arch}.zip"
    _layer(path, arch, python, wheels.HEIF_LOCK)
    _write_checksum(path)
    manifest.record([path], python, arch)
    return path


@cache
def for_lambda() -> Artifacts:
    """Build what Lambda runs, or whoever does it like Lambda, on an architecture like this one.

    Returns:
        What was built.

    Raises:
        ToolError: something is missing.
    """
    return build(machine_arch(), interpreter.LAMBDA, DIST)


@cache
def for_local_runs(arch: str | None = None) -> Artifacts:
    """Build what the demo and the tests run on this machine.

    That is what ships, where Lambda's Python exists on this machine; else the same for our own.

    Args:
        arch: the architecture, if not this machine's.

    Returns:
        What was built.

    Raises:
        ToolError: something is missing.
    """
    python = interpreter.local_python()
    output = DIST if python == interpreter.LAMBDA else BUILD / f"dist-{python}"
    made = build(arch or local_arch(), python, output)
    if python != interpreter.LAMBDA:
        # The emulator runs them with our Python, whatever the configuration says.
        (output / manifest.NAME).unlink(missing_ok=True)
    return made


def _function(made: Artifacts, source: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="thumbnailer-") as temporary:
        tree = Path(temporary)
        package = source / "thumbnailer"
        for file in sorted(package.rglob("*.py")):
            copy = tree / file.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
        bytecode.compile_tree(tree, "/var/task", made.python, docstrings=False)
        archive.write(made.function, tree, deflate=True)


def _layer(path: Path, arch: str, python: str, lock: Path, source: Path | None = None) -> None:
    """Pack the wheels of a lock file and, where its source is given, what is compiled here."""
    target = TARGETS[arch]
    with tempfile.TemporaryDirectory(prefix="thumbnailer-") as temporary:
        tree = Path(temporary)
        packages = tree / "python"
        for wheel in wheels.fetch(target, python, lock):
            wheels.unpack(wheel, packages)
        if source:
            native.add(packages, target, source)
        libraries = elf.libraries(packages)
        wrong = [text for library in libraries for text in elf.problems(library, target, python)]
        if wrong or not libraries:
            raise ToolError(f"{path.name} would not load:\n" + "\n".join(wrong or ["no libraries"]))
        bytecode.compile_tree(packages, "/opt/python", python)
        archive.write(path, tree, deflate=False)


def _write_checksum(path: Path) -> None:
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_name(f"{path.name}.sha256").write_text(f"{checksum}  {path.name}\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="build.sh", description=__doc__)
    parser.add_argument("--arch", choices=sorted(TARGETS), default="arm64")
    parser.add_argument("--python", default=interpreter.LAMBDA, metavar="3.X")
    parser.add_argument("--output", type=Path, default=DIST, metavar="DIRECTORY")
    parser.add_argument(
        "--heif",
        action="store_true",
        help="also build the layer that reads HEIC, of pillow-heif, whose binary wheel is under the"
        " GPL, version 2, because it holds x265 (default: not built)",
    )
    return parser.parse_args()


def main() -> int:
    """Build what the command line asks for and print what came of it.

    Returns:
        The exit code.
    """
    wanted = _arguments()
    try:
        made = build(wanted.arch, wanted.python, wanted.output)
        paths = [made.function, made.layer]
        if wanted.heif:
            paths.append(build_heif_layer(wanted.arch, wanted.python, wanted.output))
    except ToolError as error:
        print(error, file=sys.stderr)
        return 1
    for path in paths:
        checksum = path.with_name(f"{path.name}.sha256").read_text().split()[0]
        print(f"{checksum}  {path.stat().st_size:>10,} bytes  {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
