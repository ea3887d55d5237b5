"""Checks that shared libraries run on Lambda's operating system."""

from pathlib import Path

from elftools.elf.elffile import ELFFile
from elftools.elf.gnuversions import GNUVerNeedSection
from elftools.elf.sections import SymbolTableSection

from tools.build.targets import Target

GLIBC = (2, 34)  # of Amazon Linux 2023, which carries the runtimes from python3.12 on


def libraries(directory: Path) -> list[Path]:
    """Find the shared libraries below a directory, by their content.

    Args:
        directory: the tree.

    Returns:
        Their paths.
    """
    return [path for path in sorted(directory.rglob("*")) if path.is_file() and _is_elf(path)]


def problems(library: Path, target: Target, python: str) -> list[str]:
    """Tell why a shared library would not load.

    Args:
        library: its path.
        target: the machine it is for.
        python: the Python version it is for.

    Returns:
        What is wrong; empty when it loads.
    """
    found = []
    with library.open("rb") as stream:
        elf = ELFFile(stream)
        machine = elf["e_machine"]
        if machine != target.elf:
            found.append(f"{library.name} is for {machine}, not {target.elf}")
        found += [
            f"{library.name} needs {name}, newer than the runtime's glibc {GLIBC[0]}.{GLIBC[1]}"
            for name in sorted(_glibc_needs(elf))
            if tuple(map(int, name.removeprefix("GLIBC_").split("."))) > GLIBC
        ]
        extension = _is_extension(elf)
    wanted = f".cpython-{python.replace('.', '')}-{target.machine}-linux-gnu.so"
    if extension and not library.name.endswith((wanted, ".abi3.so")):
        found.append(f"{library.name} is no extension for Python {python}: not named *{wanted}")
    return found


def _is_elf(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) == b"\x7fELF"


def _is_extension(elf: ELFFile) -> bool:
    """Tell whether Python can import it; other libraries are only linked with or loaded."""
    return any(
        symbol.name.startswith("PyInit_")
        for section in elf.iter_sections()
        if isinstance(section, SymbolTableSection)
        for symbol in section.iter_symbols()
    )


def _glibc_needs(elf: ELFFile) -> set[str]:
    names = set()
    for section in elf.iter_sections():
        if isinstance(section, GNUVerNeedSection):
            for _, versions in section.iter_versions():
                names |= {version.name for version in versions}
    return {name for name in names if name.startswith("GLIBC_2")}
