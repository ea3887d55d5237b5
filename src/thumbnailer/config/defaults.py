"""What a recipe has where it says nothing, by the members of its JSON form.

A member without a default is not here: it is None where it is not given. The Terraform module has
the same defaults, and leaves out of the function's environment what equals them.
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

# The `key` of a variant with the format `same`, and with any other: without {source_ext}, the
# thumbnails of a.jpg and a.png would have the same key.
KEY_OF_SAME = "thumbnails/{dir}{stem}_{variant}{ext}"
KEY_OF_OTHERS = "thumbnails/{dir}{stem}{source_ext}_{variant}{ext}"

WATERMARK: Mapping[str, Any] = {
    "gravity": "southeast",
    "margin": 0.03,
    "scale": 0.25,
    "opacity": 0.7,
}
