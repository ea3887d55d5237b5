"""Configures the C library's memory allocator for the threads of this process."""

from __future__ import annotations

import ctypes

# https://man7.org/linux/man-pages/man3/mallopt.3.html; the number is part of glibc's ABI.
_M_ARENA_MAX = -8


def use_one_arena() -> bool:
    """Make all threads allocate from one arena, so that each reuses memory that others freed.

    By default, glibc creates an arena for each thread, up to eight for each processor, and an
    arena keeps its memory: ten threads that decode one after the other take the memory of several
    pictures. Call this function before the first thread starts.

    Returns:
        Whether the C library has this setting; musl and macOS have no arenas.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and mallopt(_M_ARENA_MAX, 1) == 1
