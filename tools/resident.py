"""How much memory this process holds, as Linux counts it."""

from __future__ import annotations

from pathlib import Path

_CURRENT, _PEAK = "VmRSS", "VmHWM"


def now() -> int:
    """The bytes that are in memory now."""
    return _read(_CURRENT)


def peak() -> int:
    """The most bytes that were in memory since the start, or since `restart_peak`."""
    return _read(_PEAK)


def restart_peak() -> None:
    """Forget the peak so far."""
    Path("/proc/self/clear_refs").write_text("5")


def _read(measure: str) -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{measure}:"):
            return int(line.split()[1]) * 1024
    raise LookupError(measure)
