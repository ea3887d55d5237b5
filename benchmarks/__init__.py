"""Measures the function against others that do the same: `python -m benchmarks.run`."""
