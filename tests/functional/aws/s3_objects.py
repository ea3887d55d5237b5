"""What the tests of the S3 adapter read and write."""

from __future__ import annotations

from thumbnailer.results.objects import Content, Origin, Output

BUCKET = "pictures"
KEY, OUT = "uploads/Été +1.png", "thumbnails/Été +1_thumb.png"
ORIGIN = Origin("source-etag-value", "variant-id-value")
SEEN = Output("output-etag-value", ORIGIN, 8, "image/png")


def content(data: bytes = b"rendered") -> Content:
    return Content(data, "image/png", width=150, height=100)
