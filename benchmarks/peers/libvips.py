"""libvips, through pyvips, as its documentation advises: shrink on load, one thread, no cache."""

import os

os.environ["VIPS_CONCURRENCY"] = "1"  # read when the library is loaded

import pyvips

from benchmarks.cases import CASES, JPEG_QUALITY, PNG_LEVEL

pyvips.cache_set_max(0)
_PROFILE = "icc-profile-data"


def run(case: str, data: bytes) -> list[bytes]:
    """Render a case, each rendition from the file, or ("five_cascade") from the largest one."""
    if case == "five_cascade":
        return _cascade(data)
    return [_encode(_thumbnail(data, side), data) for side in CASES[case]]


def _cascade(data: bytes) -> list[bytes]:
    sides = CASES["five"]
    largest = _thumbnail(data, sides[0]).copy_memory()
    scaled = [largest.thumbnail_image(side, height=side, size="down") for side in sides[1:]]
    return [_encode(image, data) for image in (largest, *scaled)]


def _thumbnail(data: bytes, side: int) -> pyvips.Image:
    image = pyvips.Image.thumbnail_buffer(data, side, height=side, size="down")
    # The profile is left out of the file, so the colours are converted, as ours are and sharp's:
    # those of the thumbnail, since there are fewer.
    return image.icc_transform("srgb", embedded=True) if image.get_typeof(_PROFILE) else image


def _encode(image: pyvips.Image, source: bytes) -> bytes:
    if source.startswith(b"\x89PNG"):
        return bytes(image.pngsave_buffer(compression=PNG_LEVEL, keep="none"))
    return bytes(image.jpegsave_buffer(Q=JPEG_QUALITY, optimize_coding=True, keep="none"))
