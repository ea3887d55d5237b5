"""Faults between the function and S3, and the proof that nothing is lost or stale afterwards."""
