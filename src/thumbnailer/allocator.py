"""How the C library hands out memory to the threads of this process."""

from __future__ import annotations

import ctypes

# https://man7.org/linux/man-pages/man3/mallopt.3.html; the number is part of glibc's ABI.
_M_ARENA_MAX = -8


def use_one_arena() -> bool:
    """Let all threads allocate from one arena, so that each reuses what the others have freed.

    By default glibc gives every thread an arena of its own, up to eight for each processor, and
    each keeps what it was given: ten threads that decode one after the other take the memory of
    several pictures. Call it before the first thread starts.

    Returns:
        Whether the C library did so. Those without arenas (musl, macOS) have nothing to set.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and mallopt(_M_ARENA_MAX, 1) == 1
