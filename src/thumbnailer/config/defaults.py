"""The defaults of a recipe, by the members of its JSON form.

A member that is not listed has no default: if it is not set, it is None. The Terraform module has
the same defaults, and omits members with default values from the function's environment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

RECIPE: Mapping[str, Any] = {"inputs": ["jpeg", "png"], "limits": {}, "variants": {}}

LIMITS: Mapping[str, Any] = {
    "max_bytes": 5 * 1024 * 1024,
    "max_pixels": 50_000_000,
    "max_frames": 100,
}

VARIANT: Mapping[str, Any] = {
    "prefix": "",
    "fit": "inside",
    "gravity": "center",
    "enlarge": False,
    "format": "same",
    "progressive": False,
    "animation": "first",
    "copyright": False,
}

# The `key` of a variant with the format `same`, and with any other format: without {source_ext},
# the thumbnails of a.jpg and a.png would have the same key.
KEY_OF_SAME = "thumbnails/{dir}{stem}_{variant}{ext}"
KEY_OF_OTHERS = "thumbnails/{dir}{stem}{source_ext}_{variant}{ext}"

WATERMARK: Mapping[str, Any] = {
    "gravity": "southeast",
    "margin": 0.03,
    "scale": 0.25,
    "opacity": 0.7,
}
