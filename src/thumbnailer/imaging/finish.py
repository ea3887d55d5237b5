"""What happens to a scaled image before it is encoded."""

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
    """The finish of one source's renditions.

    Attributes:
        profile: the source's ICC profile; None for sRGB.
        watermark: the recipe's; None for none.
        stamp: the file of the watermark's image; None where it is a text.
    """

    profile: bytes | None
    watermark: Watermark | None
    stamp: bytes | None

    def __call__(
        self, image: Image.Image, variant: Variant, placement: Placement, form: Format
    ) -> Image.Image:
        """Bring a scaled image into sRGB, pad it, lay it on its background, and stamp it."""
        image = padded(to_srgb(image, self.profile), placement, variant.background, form)
        if not form.alpha:
            image = flattened(image, variant.background)
        if self.watermark and self.watermark.is_for(variant):
            image = stamped(image, placement, self.watermark, self.stamp)
        return image
