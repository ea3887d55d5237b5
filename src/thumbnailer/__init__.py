"""Turns pictures uploaded to S3 into thumbnails.

`imaging`, `recipe`, `keys`, `events` and `settle` are pure; `store` speaks to S3; `handler` is
what Lambda calls.
"""

__version__ = "0.1.0"
