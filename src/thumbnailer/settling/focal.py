"""The focal point, which an uploader can set in the metadata of a source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thumbnailer.imaging import CENTRE, Point

if TYPE_CHECKING:
    from collections.abc import Mapping

# The name of the object's metadata, sent as the header x-amz-meta-focal-point.
FOCAL_POINT = "focal-point"

_SHARE = r"(0(?:\.\d+)?|1(?:\.0+)?)"
_POINT = re.compile(rf"\s*{_SHARE}\s*,\s*{_SHARE}\s*")


def focal_point(metadata: Mapping[str, str]) -> Point:
    """The focal point of an object: `0.3,0.6` is 30 % from the left and 60 % from the top.

    Missing and invalid values give the center: an error in the metadata does not reject a source.
    """
    match = _POINT.fullmatch(metadata.get(FOCAL_POINT, ""))
    return Point(float(match[1]), float(match[2])) if match else CENTRE
