"""What a file is, by its first bytes; names and Content-Types are not believed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thumbnailer.config.recipe import Format
from thumbnailer.config.rejection import Reason, Rejected

if TYPE_CHECKING:
    from collections.abc import Collection

_KNOWN = (
    (Format.JPEG, re.compile(rb"\xff\xd8\xff")),
    (Format.PNG, re.compile(rb"\x89PNG\r\n\x1a\n")),
    (Format.WEBP, re.compile(rb"RIFF....WEBP", re.DOTALL)),
    (Format.GIF, re.compile(rb"GIF8[79]a")),
    (Format.TIFF, re.compile(rb"II[*+]\x00|MM\x00[*+]")),
)
# The size of HEIF's first box, and the major brand. A version follows, and what else it could be.
_HEIF = re.compile(rb"(....)ftyp(avi[fs]|he[iv][cxms]|mif1|msf1)", re.DOTALL)
_OTHER_BRANDS, _BRAND = 16, 4  # where they begin, and their length; bytes
_AVIF = {b"avif", b"avis"}

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
    form = _known(head)
    if form:
        if form in allowed:
            return form
        raise _unsupported(form.value.upper(), accepted)
    for name, pattern in _OTHERS:
        if pattern.match(head):
            raise _unsupported(name, accepted)
    raise Rejected(
        Reason.NOT_AN_IMAGE, f"the {len(data)} bytes do not begin like an image; {accepted}"
    )


def _known(head: bytes) -> Format | None:
    for form, pattern in _KNOWN:
        if pattern.match(head):
            return form
    if not (heif := _HEIF.match(head)):
        return None
    brands = {heif[2]}
    if heif[2].startswith(b"m"):  # of any coding, which the other brands tell
        end = min(int.from_bytes(heif[1]), len(head))
        brands = {head[at : at + _BRAND] for at in range(_OTHER_BRANDS, end, _BRAND)}
    return Format.HEIC if brands.isdisjoint(_AVIF) else Format.AVIF


def _unsupported(name: str, accepted: str) -> Rejected:
    return Rejected(Reason.UNSUPPORTED_FORMAT, f"the content is {name}; {accepted}")
