"""Buffers beside memory that nobody may touch: a read or write beyond them ends the process."""

from __future__ import annotations

import ctypes
import mmap
from types import TracebackType
from typing import Any

BEFORE, AFTER = "before", "after"

_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
_FORBIDDEN, _ALLOWED = 0, mmap.PROT_READ | mmap.PROT_WRITE


class Guarded:
    """A buffer that can be read and written, with forbidden pages on both sides.

    It adjoins one of them. As a context it gives an array of ctypes, which native code takes where
    it takes bytes or a bytearray.
    """

    def __init__(self, side: str, content: bytes | bytearray) -> None:
        """Copy the content beside the page `BEFORE` or `AFTER` it."""
        page = mmap.PAGESIZE
        inner = -(-max(1, len(content)) // page) * page
        self._memory = mmap.mmap(-1, inner + 2 * page)
        whole = ctypes.c_char.from_buffer(self._memory)
        start = ctypes.addressof(whole)
        self._guards = (start, start + page + inner)
        at = start + page if side == BEFORE else start + page + inner - len(content)
        self._array = (ctypes.c_char * len(content)).from_address(at)
        ctypes.memmove(at, bytes(content), len(content))

    def __enter__(self) -> Any:
        self._protect(_FORBIDDEN)
        return self._array

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._protect(_ALLOWED)

    def _protect(self, rights: int) -> None:
        for guard in self._guards:
            if _LIBC.mprotect(guard, mmap.PAGESIZE, rights):
                raise OSError(ctypes.get_errno(), "mprotect")
