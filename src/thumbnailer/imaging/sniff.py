"""What a file is, by its first bytes; names and Content-Types are not believed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thumbnailer.recipe import Format
from thumbnailer.rejection import Reason, Rejected

if TYPE_CHECKING:
    from collections.abc import Collection

_KNOWN = (
    (Format.JPEG, re.compile(rb"\xff\xd8\xff")),
    (Format.PNG, re.compile(rb"\x89PNG\r\n\x1a\n")),
    (Format.WEBP, re.compile(rb"RIFF....WEBP", re.DOTALL)),
    (Format.GIF, re.compile(rb"GIF8[79]a")),
    (Format.AVIF, re.compile(rb"....ftypavi[fs]", re.DOTALL)),
    (Format.TIFF, re.compile(rb"II[*+]\x00|MM\x00[*+]")),
    (Format.HEIC, re.compile(rb"....ftyp(?:he[iv][cxms]|mif1|msf1)", re.DOTALL)),
)

# Images of kinds that are never taken, told from "not an image" so that the uploader learns why.
_OTHERS = (
    ("BMP", re.compile(rb"BM.{12}[\x0c\x28\x38\x40\x6c\x7c]\x00\x00\x00", re.DOTALL)),
    ("JPEG 2000", re.compile(rb"\x00\x00\x00\x0cjP  \r\n|\xff\x4f\xff\x51")),
    ("JPEG XL", re.compile(rb"\x00\x00\x00\x0cJXL \r\n|\xff\x0a")),
    ("Photoshop", re.compile(rb"8BPS")),
    ("icon", re.compile(rb"\x00\x00[\x01\x02]\x00[^\x00]\x00")),
    ("SVG", re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*<svg\b", re.DOTALL)),
)


def sniff(data: bytes, allowed: Collection[Format]) -> Format:
    """The format of a file's content.

    Raises:
        Rejected: `unsupported_format` for an image of a kind that is not allowed, `not_an_image`
            for anything else.
    """
    head = data[:1024]
    accepted = f"accepted are {', '.join(form.value.upper() for form in allowed)}"
    for form, pattern in _KNOWN:
        if pattern.match(head):
            if form in allowed:
                return form
            raise _unsupported(form.value.upper(), accepted)
    for name, pattern in _OTHERS:
        if pattern.match(head):
            raise _unsupported(name, accepted)
    raise Rejected(
        Reason.NOT_AN_IMAGE, f"the {len(data)} bytes do not begin like an image; {accepted}"
    )


def _unsupported(name: str, accepted: str) -> Rejected:
    return Rejected(Reason.UNSUPPORTED_FORMAT, f"the content is {name}; {accepted}")
