"""Turns pictures uploaded to S3 into thumbnails.

Exactly what runs on Lambda: `handler` is what it calls. docs/development/design.md describes the
rooms and who may import whom.
"""

__version__ = "0.1.0"
