"""The steps between scaling and encoding an image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thumbnailer.imaging.pixels import flattened, padded, to_srgb
from thumbnailer.imaging.watermark import stamped

if TYPE_CHECKING:
    from PIL import Image

    from thumbnailer.config.formats import Format
    from thumbnailer.config.recipe import Variant, Watermark
    from thumbnailer.imaging.geometry import Placement


@dataclass(frozen=True)
class Finish:
    """The steps for the renditions of one source.

    Attributes:
        profile: the ICC profile of the source; None for sRGB.
        watermark: the watermark of the recipe; None for no watermark.
        stamp: the file of the watermark image; None for a text.
    """

    profile: bytes | None
    watermark: Watermark | None
    stamp: bytes | None

    def __call__(
        self, image: Image.Image, variant: Variant, placement: Placement, form: Format
    ) -> Image.Image:
        """Convert a scaled image to sRGB, pad it, and add its background and watermark."""
        image = padded(to_srgb(image, self.profile), placement, variant.background, form)
        if not form.alpha:
            image = flattened(image, variant.background)
        if self.watermark and self.watermark.is_for(variant):
            image = stamped(image, placement, self.watermark, self.stamp)
        return image
