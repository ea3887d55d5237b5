"""Transforms are built once for each profile and mode, and never too many are kept."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from random import Random
from typing import Any

import pytest
from PIL import Image, ImageCms

from tests.support.beside_pixels import swapped_profile
from thumbnailer.imaging import colour_transforms

SWAPPED, SRGB = swapped_profile(), ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def noise(mode: str, seed: int) -> Image.Image:
    return Image.frombytes(mode, (40, 30), Random(seed).randbytes(1200 * len(mode)))


def variation(profile: bytes, number: int) -> bytes:
    """The profile as another creator's: bytes 80 to 83 of its header name him."""
    return profile[:80] + number.to_bytes(4, "big") + profile[84:]


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The modes that a transform is built for."""
    modes: list[str] = []
    build = ImageCms.buildTransform

    def counted(*arguments: Any) -> ImageCms.ImageCmsTransform:
        modes.append(arguments[2])
        return build(*arguments)

    monkeypatch.setattr(ImageCms, "buildTransform", counted)
    colour_transforms._transform.cache_clear()
    yield modes
    assert colour_transforms._transform.cache_info().currsize <= colour_transforms._MOST


def test_a_profile_is_built_once_for_each_mode(built: list[str]) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for seed in range(3):
        colour_transforms.applied(noise("RGB", seed), SWAPPED)
        colour_transforms.applied(noise("RGB", seed), SRGB.tobytes())
        colour_transforms.applied(noise("LAB", seed), lab)
    assert built == ["RGB", "RGB", "LAB"]


def test_the_one_that_was_not_used_longest_goes(built: list[str]) -> None:
    image, most = noise("RGB", 0), colour_transforms._MOST
    for number in range(most):
        colour_transforms.applied(image, variation(SWAPPED, number))
    colour_transforms.applied(image, variation(SWAPPED, 0))
    colour_transforms.applied(image, variation(SWAPPED, most))
    assert len(built) == most + 1
    colour_transforms.applied(image, variation(SWAPPED, 0))
    assert len(built) == most + 1
    colour_transforms.applied(image, variation(SWAPPED, 1))
    assert len(built) == most + 2


def test_what_cannot_be_built_is_not_kept(built: list[str]) -> None:
    for _ in range(2):
        with pytest.raises(ImageCms.PyCMSError):
            colour_transforms.applied(noise("CMYK", 0), SWAPPED)
    assert built == ["CMYK"] * 2


def test_a_profile_of_megabytes_is_not_kept(built: list[str]) -> None:
    large = SWAPPED + bytes(2**20)
    large = len(large).to_bytes(4, "big") + large[4:]
    for _ in range(2):
        colour_transforms.applied(noise("RGB", 0), large)
    assert built == ["RGB"] * 2
    assert colour_transforms._transform.cache_info().currsize == 0


def test_threads_share_transforms_and_get_what_they_would_alone() -> None:
    images = [noise("RGB", seed) for seed in range(64)]
    alone = [
        ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(BytesIO(SWAPPED)),
            SRGB,
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        )
        for image in images
    ]
    with ThreadPoolExecutor(8) as threads:
        shared = list(threads.map(lambda image: colour_transforms.applied(image, SWAPPED), images))
    for mine, ours in zip(alone, shared, strict=True):
        assert mine is not None
        assert mine.tobytes() == ours.tobytes()
