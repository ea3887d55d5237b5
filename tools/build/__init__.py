"""Builds the artifacts."""
