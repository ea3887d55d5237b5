"""Mosaics of real photographs, as large as cameras make them.

The photographs come with packages and are small. Each is scaled to a tile of 1000x1000 pixels and
given the noise of a sensor, so that the files have about the detail, and the bytes per pixel, of a
camera's; a photograph merely enlarged would decode faster than any real one.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import skimage.data
import sklearn.datasets
from PIL import Image, ImageOps

from benchmarks.cases import MEGAPIXELS, PNG_LEVEL
from benchmarks.corpus import Picture

_TILE = 1000
_NOISE = 3.0  # standard deviation, in steps of 8 bits


def pictures(directory: Path, megapixels: tuple[int, ...]) -> list[Picture]:
    """Make the pictures, unless they are there already.

    Args:
        directory: where to.
        megapixels: which sizes.

    Returns:
        Five pictures of each size.
    """
    directory.mkdir(parents=True, exist_ok=True)
    return [picture for size in megapixels for picture in _of_size(directory, size)]


def _of_size(directory: Path, megapixels: int) -> Iterator[Picture]:
    names = ("jpeg-baseline", "jpeg-progressive", "png-opaque", "png-opaque-alpha", "png-alpha")
    made = [_picture(directory, name, megapixels) for name in names]
    if not all(picture.path.is_file() for picture in made):
        colours = _mosaic(*MEGAPIXELS[megapixels])
        opaque = colours.copy()
        opaque.putalpha(255)
        cut_out = colours.copy()
        cut_out.putalpha(_alpha(*colours.size))
        images = (colours, colours, colours, opaque, cut_out)
        for picture, image in zip(made, images, strict=True):
            _save(image, picture)
    yield from made


def _picture(directory: Path, kind: str, megapixels: int) -> Picture:
    form = kind.split("-", maxsplit=1)[0]
    name = f"{kind}-{megapixels}"
    return Picture(name, f"{form}-mosaic", directory / f"{name}.{form}")


def _save(image: Image.Image, picture: Picture) -> None:
    draft = picture.path.with_suffix(".new")
    if picture.format == "jpeg":
        progressive = "progressive" in picture.name
        image.save(draft, "JPEG", quality=90, subsampling="4:2:0", progressive=progressive)
    else:
        image.save(draft, "PNG", compress_level=PNG_LEVEL)
    draft.replace(picture.path)


def _photographs() -> list[Any]:
    return [
        skimage.data.astronaut(),
        skimage.data.chelsea(),
        skimage.data.coffee(),
        skimage.data.hubble_deep_field(),
        skimage.data.stereo_motorcycle()[0],
        *sklearn.datasets.load_sample_images().images,
    ]


def _mosaic(width: int, height: int) -> Image.Image:
    tiles = [
        ImageOps.fit(Image.fromarray(photograph), (_TILE, _TILE), Image.Resampling.LANCZOS)
        for photograph in _photographs()
    ]
    whole = Image.new("RGB", (width, height))
    columns, rows = -(-width // _TILE), -(-height // _TILE)
    for index in range(columns * rows):
        tile = tiles[index % len(tiles)]
        # No two neighbours alike, and no tile twice in the same way within a few rows.
        if index // len(tiles) % 2:
            tile = ImageOps.mirror(tile)
        if index // len(tiles) // 2 % 2:
            tile = ImageOps.flip(tile)
        whole.paste(tile, (index % columns * _TILE, index // columns * _TILE))
    return _noisy(whole)


def _noisy(image: Image.Image) -> Image.Image:
    random = np.random.default_rng(0)
    pixels = np.asarray(image)
    # Row by row: noise of the whole picture at once would take gigabytes.
    noisy = np.empty_like(pixels)
    for row, source in enumerate(pixels):
        noise = random.normal(0.0, _NOISE, source.shape)
        noisy[row] = np.clip(np.rint(source + noise), 0, 255)
    return Image.fromarray(noisy)


def _alpha(width: int, height: int) -> Image.Image:
    """Ovals with soft edges: whole areas transparent, whole areas opaque, and between."""
    oval = ImageOps.invert(Image.radial_gradient("L")).point(lambda value: min(255, value * 3))
    oval = oval.resize((_TILE, _TILE), Image.Resampling.BICUBIC)
    alpha = Image.new("L", (width, height))
    for left in range(0, width, _TILE):
        for top in range(0, height, _TILE):
            alpha.paste(oval, (left, top))
    return alpha
