"""Settles source keys: updates the outputs of a key to match its source."""
