"""What a file is, by its first bytes; names and Content-Types are not believed."""

from __future__ import annotations

import re
from enum import StrEnum

from thumbnailer.rejection import Reason, Rejected


class Format(StrEnum):
    """The formats that are decoded, all others being refused before any parser sees them."""

    JPEG = "jpeg"
    PNG = "png"

    @property
    def content_type(self) -> str:
        """The media type, https://www.iana.org/assignments/media-types."""
        return f"image/{self.value}"


_ALLOWED = ((Format.JPEG, b"\xff\xd8\xff"), (Format.PNG, b"\x89PNG\r\n\x1a\n"))

# Images of other kinds, told from "not an image" so that the uploader learns what is wrong.
_OTHER_IMAGES = (
    ("GIF", re.compile(rb"GIF8[79]a")),
    ("WebP", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    ("TIFF", re.compile(rb"II[*+]\x00|MM\x00[*+]")),
    ("BMP", re.compile(rb"BM.{12}[\x0c\x28\x38\x40\x6c\x7c]\x00\x00\x00", re.DOTALL)),
    ("AVIF", re.compile(rb"....ftypavi[fs]", re.DOTALL)),
    ("HEIC", re.compile(rb"....ftyp(?:he[iv][cxms]|mif1|msf1)", re.DOTALL)),
    ("JPEG 2000", re.compile(rb"\x00\x00\x00\x0cjP  \r\n|\xff\x4f\xff\x51")),
    ("JPEG XL", re.compile(rb"\x00\x00\x00\x0cJXL \r\n|\xff\x0a")),
    ("Photoshop", re.compile(rb"8BPS")),
    ("icon", re.compile(rb"\x00\x00[\x01\x02]\x00[^\x00]\x00")),
    ("SVG", re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*<svg\b", re.DOTALL)),
)


def sniff(data: bytes) -> Format:
    """The format of a file's content.

    Raises:
        Rejected: `unsupported_format` for an image of another kind, `not_an_image` otherwise.
    """
    for known, magic in _ALLOWED:
        if data.startswith(magic):
            return known
    allowed = " and ".join(known.value.upper() for known, _ in _ALLOWED)
    for name, pattern in _OTHER_IMAGES:
        if pattern.match(data[:1024]):
            raise Rejected(
                Reason.UNSUPPORTED_FORMAT, f"the content is {name}; {allowed} are accepted"
            )
    raise Rejected(
        Reason.NOT_AN_IMAGE,
        f"the {len(data)} bytes do not begin like an image; {allowed} are accepted",
    )
