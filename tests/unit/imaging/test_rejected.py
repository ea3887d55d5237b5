"""Which damage and which sizes reject a picture, and for which reason."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.unit.imaging.thumbnail import thumbnail
from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.imaging import render
from tools.samples.pictures import (
    encoded,
    jpeg,
    png,
    png_claiming,
)
from tools.samples.recipes import recipe


def reason_of(data: bytes, max_pixels: int = 50_000_000) -> Reason:
    with pytest.raises(Rejected) as rejected:
        render(data, recipe({"max_pixels": max_pixels}))
    return rejected.value.reason


@pytest.mark.parametrize("size", [(8000, 6251), (2**31 - 1, 2**31 - 1), (50_000_001, 1)])
def test_too_many_pixels(size: tuple[int, int]) -> None:
    assert reason_of(png_claiming(*size)) is Reason.TOO_MANY_PIXELS


def test_just_enough_pixels() -> None:
    assert thumbnail(png(64, 48)).width == 32
    assert render(png(64, 48), recipe({"max_pixels": 64 * 48})).width == 64
    assert reason_of(png(64, 48), 64 * 48 - 1) is Reason.TOO_MANY_PIXELS


NOISE = Image.effect_noise((320, 240), 60)


@pytest.mark.parametrize(
    "data",
    [encoded(NOISE, "JPEG"), encoded(NOISE, "JPEG", progressive=True), encoded(NOISE, "PNG")],
    ids=["jpeg", "progressive", "png"],
)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_truncated_is_corrupt(data: bytes, share: float) -> None:
    assert reason_of(data[: int(len(data) * share)]) is Reason.CORRUPT


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def test_damaged_pixels_are_corrupt() -> None:
    data = png(64, 48)
    assert reason_of(flipped(data, data.index(b"IDAT") + 8)) is Reason.CORRUPT


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0nonsense",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\nnonsense",
        png_claiming(0, 0),
        png_claiming(100, 100),
    ],
)
def test_magic_alone_is_corrupt(data: bytes) -> None:
    assert reason_of(data) is Reason.CORRUPT


def failing(fault: type[Exception], monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A JPEG that its decoder fails on."""

    def fail(_self: object) -> None:
        raise fault

    monkeypatch.setattr("PIL.JpegImagePlugin.JpegImageFile.load", fail)
    return jpeg()


def test_a_missing_library_is_no_rejection(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImportError):
        render(failing(ImportError, monkeypatch), recipe())


def test_what_a_decoder_cannot_hold_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reason_of(failing(MemoryError, monkeypatch)) is Reason.TOO_MUCH_MEMORY
