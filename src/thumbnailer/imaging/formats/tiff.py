"""TIFF: rejects unsupported kinds as such, instead of as corrupt, or of decoding them wrongly.

TIFF 6.0, https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import TiffImagePlugin
from PIL.TiffImagePlugin import (
    BITSPERSAMPLE,
    COMPRESSION,
    COMPRESSION_INFO,
    EXTRASAMPLES,
    PHOTOMETRIC_INTERPRETATION,
    PLANAR_CONFIGURATION,
    SAMPLEFORMAT,
    SAMPLESPERPIXEL,
)

from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.imaging.formats import pillow
from thumbnailer.imaging.geometry import Size

if TYPE_CHECKING:
    from PIL.TiffImagePlugin import ImageFileDirectory_v2

_UNCOMPRESSED = 1
_JPEG = {6, 7}
# Pillow supports it, but the libtiff in its wheels does not.
_WEBP = 50001
_WHITE_IS_ZERO, _RGB, _CMYK, _YCBCR, _LAB = 0, 2, 5, 6, 8
_TOGETHER, _SEPARATE = 1, 2
_UNKNOWN_PIXELS = "unknown pixel mode"
_NAMES = {
    PHOTOMETRIC_INTERPRETATION: "PhotometricInterpretation",
    BITSPERSAMPLE: "BitsPerSample",
    SAMPLEFORMAT: "SampleFormat",
    EXTRASAMPLES: "ExtraSamples",
    PLANAR_CONFIGURATION: "PlanarConfiguration",
    COMPRESSION: "Compression",
}
_MOST = 60  # characters of a tag's value
_TILE_WIDTH, _TILE_LENGTH = 322, 323


class TiffImageFile(TiffImagePlugin.TiffImageFile):
    """Pillow's decoder, but it rejects unsupported kinds, and those that it decodes wrongly.

    Raises:
        Rejected: `unsupported_format`.
    """

    def _setup(self) -> None:
        if self.tag_v2.get(SAMPLESPERPIXEL, 1) == 1:
            # With one channel, both values of the planar configuration mean the same.
            self.tag_v2[PLANAR_CONFIGURATION] = _TOGETHER
        compression = self.tag_v2.get(COMPRESSION, _UNCOMPRESSED)
        is_known = compression in COMPRESSION_INFO and compression != _WEBP
        if not is_known or _is_misread(self.tag_v2, compression):
            raise _unsupported(self.tag_v2)
        try:
            super()._setup()
        except SyntaxError as error:
            if str(error) != _UNKNOWN_PIXELS:
                raise
            raise _unsupported(self.tag_v2) from error


class Source(pillow.Source):
    """A TIFF; only its first page is used."""

    decoder = TiffImageFile

    def _largest_tile(self) -> Size:
        # Section 15: a tile may be larger than the image. Strips are cropped to the image,
        # regardless of the sizes in the file.
        tags: dict[int, object] = self._image.tag_v2  # type: ignore[attr-defined]
        sides = (tags.get(_TILE_WIDTH), tags.get(_TILE_LENGTH))
        return Size(*(side if isinstance(side, int) else 1 for side in sides))


def _is_misread(tags: ImageFileDirectory_v2, compression: int) -> bool:
    """Whether Pillow decodes this kind wrongly, or fails; found by testing all kinds."""
    photometric = tags.get(PHOTOMETRIC_INTERPRETATION, _WHITE_IS_ZERO)
    bits = set(tags.get(BITSPERSAMPLE, (1,)))
    extra = tags.get(EXTRASAMPLES, ())
    if photometric == _WHITE_IS_ZERO and bits == {16}:
        return True
    if tags.get(PLANAR_CONFIGURATION, _TOGETHER) != _SEPARATE:
        return False
    if compression == _UNCOMPRESSED:
        return bits != {8} or photometric not in (_RGB, _CMYK, _LAB) or 0 in extra
    if photometric == _YCBCR:
        return compression not in _JPEG
    return not bits <= {8, 16} or (any(extra) and photometric not in (_RGB, _CMYK))


def _unsupported(tags: ImageFileDirectory_v2) -> Rejected:
    kind = [f"{name} {str(tags[tag])[:_MOST]}" for tag, name in _NAMES.items() if tag in tags]
    return Rejected(
        Reason.UNSUPPORTED_FORMAT, f"this kind of TIFF is not supported: {', '.join(kind)}"
    )
