"""Writes zip archives whose bytes depend on their content alone."""

import os
import stat
import zipfile
import zlib
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that the format can hold
_UNIX = 3


def write(path: Path, tree: Path, *, deflate: bool) -> None:
    """Pack a directory.

    Names are sorted, times and modes fixed. Stored or deflated, the bytes are the same everywhere:
    builds of zlib differ in how they search for repetitions, hence only Huffman codes are used.

    Args:
        path: the archive; replaced at once when it is complete.
        tree: the directory whose content goes in.
        deflate: whether to deflate.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")  # two runs at once have two drafts
    method = zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED
    with zipfile.ZipFile(draft, "w") as archive:
        for file in sorted(tree.rglob("*"), key=lambda file: file.relative_to(tree).parts):
            if file.is_dir():
                continue
            data = file.read_bytes()
            entry = zipfile.ZipInfo(file.relative_to(tree).as_posix(), _EPOCH)
            entry.create_system = _UNIX
            entry.compress_type = method
            entry.external_attr = (stat.S_IFREG | _mode(data)) << 16
            with archive.open(entry, "w") as stream:
                if deflate:
                    stream._compressor = _huffman()  # type: ignore[attr-defined]
                stream.write(data)
    draft.replace(path)


def _mode(data: bytes) -> int:
    return 0o755 if data.startswith(b"\x7fELF") else 0o644


def _huffman() -> "zlib._Compress":
    """What zipfile asks of a compressor; zipfile itself offers no strategy."""
    return zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_HUFFMAN_ONLY)
