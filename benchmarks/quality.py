"""How close the renditions come to the best that could be made of the same file.

The reference is every pixel of the file, scaled by Lanczos in one step. A rendition is decoded and
compared with it; one with transparency is laid on white first. A JPEG differs from any reference by
its own compression. So the reference is also encoded with the same settings and compared with
itself: what a rendition falls short of that is what shortcuts in decoding and scaling cost.
"""

import tempfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageCms, ImageOps
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from benchmarks.cases import CASES, JPEG_QUALITY, PEERS
from benchmarks.corpus import Picture
from benchmarks.processes import Worker
from benchmarks.setup import Setup
from benchmarks.timing import job

_JUDGED = ("ours", "libvips", "libvips_cascade", "sharp")


def judge(setup: Setup, pictures: Sequence[Picture]) -> list[dict[str, Any]]:
    """Judge every rendition of the case "five" (which has that of "thumb" among its sizes).

    Returns:
        One row for each picture, peer and size: PSNR in decibels (none where the pixels are equal)
        and SSIM of the rendition, of the encoded reference, and the rendition's bytes.
    """
    return [row for picture in pictures for row in _judge(setup, picture)]


def _judge(setup: Setup, picture: Picture) -> list[dict[str, Any]]:
    rows = []
    references = _References(picture)
    for peer in _JUDGED:
        if "five" not in PEERS[peer]:
            continue
        wanted = job(peer, "five")
        with tempfile.TemporaryDirectory() as out, Worker(setup, wanted.module) as worker:
            worker.ask(wanted.case, picture.path, Path(out))
            for index, side in enumerate(CASES["five"]):
                data = (Path(out) / str(index)).read_bytes()
                row = {"picture": picture.name, "peer": peer, "side": side, "bytes": len(data)}
                rows.append(row | references.compare(data))
    return rows


class _References:
    def __init__(self, picture: Picture) -> None:
        with Image.open(picture.path) as image:
            self._source = _upright_srgb(image)
        self._jpeg = picture.format == "jpeg"
        self._made: dict[tuple[int, int], dict[str, Any]] = {}

    def compare(self, data: bytes) -> dict[str, float | None]:
        image = Image.open(BytesIO(data))
        # Implementations differ by a pixel in how they round the shorter side.
        reference = self._made.setdefault(image.size, {}) or self._make(image.size)
        psnr, ssim = _difference(reference["pixels"], _on_white(image))
        return {
            "psnr": psnr,
            "ssim": ssim,
            "psnr_of_reference": reference["psnr"],
            "ssim_of_reference": reference["ssim"],
        }

    def _make(self, size: tuple[int, int]) -> dict[str, Any]:
        scaled = self._source.resize(size, Image.Resampling.LANCZOS)
        made: dict[str, Any] = {"pixels": _on_white(scaled), "psnr": None, "ssim": 1.0}
        if self._jpeg:
            buffer = BytesIO()
            scaled.save(buffer, "JPEG", quality=JPEG_QUALITY, optimize=True)
            made["psnr"], made["ssim"] = _difference(made["pixels"], _on_white(Image.open(buffer)))
        self._made[size] = made
        return made


def _upright_srgb(image: Image.Image) -> Image.Image:
    """Every pixel, turned as Exif says, in a mode that can be scaled, in sRGB."""
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    opaque = "A" not in image.getbands() and "transparency" not in image.info
    image = image.convert("RGB" if opaque else "RGBA")
    if not profile:
        return image
    srgb = ImageCms.createProfile("sRGB")
    alpha = None if opaque else image.getchannel("A")
    source = ImageCms.ImageCmsProfile(BytesIO(profile))
    converted = ImageCms.profileToProfile(image.convert("RGB"), source, srgb)
    if converted is None:
        raise ValueError("not converted")
    if alpha:
        converted.putalpha(alpha)
    return converted


def _on_white(image: Image.Image) -> Any:
    if "A" in image.getbands() or "transparency" in image.info:
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image.convert("RGBA"))
    return np.asarray(image.convert("RGB"))


def _difference(reference: Any, pixels: Any) -> tuple[float | None, float]:
    ssim = structural_similarity(reference, pixels, channel_axis=2)
    if np.array_equal(reference, pixels):
        return None, float(ssim)
    return float(peak_signal_noise_ratio(reference, pixels)), float(ssim)
