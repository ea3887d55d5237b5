"""Pictures that are reduced while they are decoded lie where they should, and need less memory."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops, ImageStat

from tests.support.containers import RGB, blank_png
from thumbnailer.imaging import formats, prepare, render
from thumbnailer.imaging.formats.header import read_header
from thumbnailer.imaging.geometry import UNREDUCED, Reduction, Size
from thumbnailer.imaging.scale import reduction_to
from tools.samples.pictures import STORED, encoded, opened
from tools.samples.recipes import recipe

PHOTO = Image.effect_noise((90, 70), 90).resize((900, 700)).convert("RGB")
LIMITS = {"max_pixels": 50_000_000}


@pytest.fixture
def without_native_code(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """What leaves Pillow alone in the middle of a test."""

    def leave() -> None:
        monkeypatch.setitem(sys.modules, "thumbnailer_native.resampling", None)
        monkeypatch.setitem(sys.modules, "thumbnailer.imaging.formats.png_strips", None)
        monkeypatch.setitem(sys.modules, "thumbnailer.imaging.formats.png_encode", None)
        monkeypatch.delattr(formats, "png_strips", raising=False)

    return leave


def memory(data: bytes, width: int) -> int:
    return prepare(data, recipe(LIMITS, thumb={"width": width, "height": width})).memory


def thumb(data: bytes, **variant: object) -> Image.Image:
    made = recipe(LIMITS, thumb={"quality": 95, **variant})
    return opened(render(data, made).renditions[0].data)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_the_last_pixels_lie_where_they_should(form: str) -> None:
    # One pixel is left over at an eighth of the size: it is an eighth of a pixel there.
    ramp = Image.linear_gradient("L").transpose(Image.Transpose.ROTATE_90).resize((1009, 808))
    made = thumb(encoded(ramp, form, **({"quality": 95} if form == "JPEG" else {})), width=100)
    wanted = ramp.resize(made.size, Image.Resampling.LANCZOS)
    end = (80, 0, 98, made.height)
    differs = ImageChops.difference(made.convert("L").crop(end), wanted.crop(end))
    assert ImageStat.Stat(differs).mean[0] < 0.5


@pytest.mark.parametrize(
    ("stored", "wanted", "reduction"),
    [
        ((4000, 3000), (4000, 3000), (1, 1)),
        ((4000, 3000), (2200, 1650), (1, 1)),
        ((4000, 3000), (1024, 768), (2, 2)),
        ((4000, 3000), (150, 112), (10, 10)),
        ((4000, 300), (100, 100), (21, 1)),
        ((10, 10), (100, 100), (1, 1)),
    ],
)
def test_reductions(
    stored: tuple[int, int], wanted: tuple[int, int], reduction: tuple[int, int]
) -> None:
    assert reduction_to(Size(*wanted), Size(*stored)) == reduction


def test_a_block_that_is_cut_off_becomes_a_pixel() -> None:
    assert Reduction(10, 3).of(Size(101, 9)) == Size(11, 3)


def test_a_png_needs_the_memory_of_what_it_becomes() -> None:
    data = blank_png(6000, 4000, 8, RGB)
    whole = blank_png(6000, 4000, 8, RGB, interlaced=True)
    assert memory(data, 100) < 0.3 * memory(data, 6000)
    assert memory(whole, 100) > 6000 * 4000 * 4


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA", "CMYK"])
@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("variant", [{"width": 90}, {"width": 70, "height": 200, "fit": "cover"}])
def test_without_native_code_it_looks_the_same(
    mode: str,
    orientation: int,
    variant: dict[str, object],
    without_native_code: Callable[[], None],
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = PHOTO.convert(mode)
    if mode.endswith("A"):
        image.putalpha(Image.linear_gradient("L").resize(image.size))
    # Compressed little, which takes a third of the time.
    form = ("JPEG", {}) if mode == "CMYK" else ("PNG", {"compress_level": 1})
    data = encoded(image, form[0], exif=exif, **form[1])
    native = thumb(data, **variant, format="png")
    without_native_code()
    plain = thumb(data, **variant, format="png")
    assert (native.mode, native.size) == (plain.mode, plain.size)
    assert max(ImageStat.Stat(ImageChops.difference(native, plain)).mean) < 1.5


@pytest.mark.parametrize("leave", [False, True])
def test_whether_there_is_native_code_is_found_out(
    leave: bool, without_native_code: Callable[[], None]
) -> None:
    if leave:
        without_native_code()
    source = read_header(encoded(PHOTO), ["png"], 50_000_000)
    source.draft(Size(90, 70))
    assert source.reduction == (UNREDUCED if leave else Reduction(4, 4))
