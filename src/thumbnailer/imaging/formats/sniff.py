"""Determines the format of a file by its first bytes; ignores its name and Content-Type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thumbnailer.config.formats import FORMATS
from thumbnailer.config.rejection import Reason, Rejected

if TYPE_CHECKING:
    from collections.abc import Collection

    from thumbnailer.config.formats import Format

# In an ISO base media file: the offset of the major brand in the first box, and that of the
# compatible brands, after a version. Brands that begin with "m" are for any coding; the compatible
# brands determine it.
_MAJOR, _OTHER_BRANDS, _BRAND = 8, 16, 4  # bytes
_ANY_CODING = b"m"

# Image formats that are never accepted; the rejection names them instead of "not an image".
_OTHERS = (
    ("BMP", rb"BM.{12}[\x0c\x28\x38\x40\x6c\x7c]\x00\x00\x00"),
    ("JPEG 2000", rb"\x00\x00\x00\x0cjP  \r\n|\xff\x4f\xff\x51"),
    ("JPEG XL", rb"\x00\x00\x00\x0cJXL \r\n|\xff\x0a"),
    ("Photoshop", rb"8BPS"),
    ("icon", rb"\x00\x00[\x01\x02]\x00[^\x00]\x00"),
    ("SVG", rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*<svg\b"),
)


def sniff(data: bytes, allowed: Collection[str]) -> Format:
    """The format of a file's content.

    Args:
        data: the file.
        allowed: the names of the accepted formats.

    Raises:
        Rejected: `unsupported_format` for an image in a format that is not accepted,
            `not_an_image` for any other file.
    """
    head = data[:1024]
    accepted = f"accepted formats: {', '.join(FORMATS[name].label for name in allowed)}"
    for form in FORMATS.values():
        if _begins(head, form.signature) and _has_brand(head, form.brands):
            if form.name in allowed:
                return form
            raise _unsupported(form.label, accepted)
    for name, signature in _OTHERS:
        if _begins(head, signature):
            raise _unsupported(name, accepted)
    raise Rejected(Reason.NOT_AN_IMAGE, f"not a recognized image; {accepted}")


def _begins(head: bytes, signature: bytes) -> bool:
    # Compiled with the first file, and cached by `re`, so that it does not slow down the start.
    return re.match(signature, head, re.DOTALL) is not None


def _has_brand(head: bytes, brands: frozenset[bytes]) -> bool:
    if not brands:
        return True
    major = head[_MAJOR : _MAJOR + _BRAND]
    if not major.startswith(_ANY_CODING):
        return major in brands
    end = min(int.from_bytes(head[:_BRAND]), len(head))
    others = (head[at : at + _BRAND] for at in range(_OTHER_BRANDS, end, _BRAND))
    return not brands.isdisjoint(others)


def _unsupported(name: str, accepted: str) -> Rejected:
    return Rejected(Reason.UNSUPPORTED_FORMAT, f"the content is {name}; {accepted}")
