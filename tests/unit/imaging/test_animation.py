"""Moving pictures: the first frame, or all of them."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from thumbnailer.config.rejection import Reason, Rejected
from thumbnailer.imaging import Rendition, prepare, render
from tools.samples.pictures import encoded, opened, png
from tools.samples.recipes import made

COLOURS = [(200, 0, 0), (0, 180, 0), (0, 0, 220)]
DURATIONS = [40, 120, 300]


def moving(form: str, size: tuple[int, int] = (80, 60)) -> bytes:
    frames = [Image.new("RGB", size, colour) for colour in COLOURS]
    for frame in frames:
        frame.paste((255, 255, 255), (0, 0, 8, size[1]))
    return encoded(
        frames[0], form, save_all=True, append_images=frames[1:], duration=DURATIONS, loop=2
    )


def rendered(data: bytes, limits: dict[str, int] | None = None, **variant: object) -> Rendition:
    recipe = made(
        {
            "inputs": ["gif", "webp", "png"],
            "limits": limits or {},
            "variants": {"v": {"width": 40, **variant}},
        }
    )
    (rendition,) = render(data, recipe).renditions
    return rendition


@pytest.mark.parametrize("form", ["GIF", "WEBP"])
def test_by_default_the_first_frame(form: str) -> None:
    image = opened(rendered(moving(form)).data)
    assert getattr(image, "n_frames", 1) == 1
    pixel = image.convert("RGB").getpixel((30, 20))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 180
    assert max(pixel[1:]) < 20


@pytest.mark.parametrize("form", ["GIF", "WEBP"])
@pytest.mark.parametrize("output", ["same", "webp"])
def test_keep_keeps_frames_durations_and_loops(form: str, output: str) -> None:
    result = rendered(moving(form), animation="keep", format=output)
    expected = form if output == "same" else "WEBP"
    image = Image.open(BytesIO(result.data))
    assert image.format == expected
    assert result.content_type == f"image/{expected.lower()}"
    assert image.size == (result.width, result.height) == (40, 30)
    assert getattr(image, "n_frames", 1) == len(COLOURS)
    assert image.info["loop"] == 2
    for number, (colour, duration) in enumerate(zip(COLOURS, DURATIONS, strict=True)):
        image.seek(number)
        image.load()
        assert image.info["duration"] == duration
        pixel = image.convert("RGB").getpixel((30, 20))
        assert isinstance(pixel, tuple)
        assert all(abs(a - b) < 12 for a, b in zip(pixel, colour, strict=True))


def test_kept_frames_are_cropped_like_a_still() -> None:
    result = rendered(moving("GIF"), animation="keep", height=40, fit="cover", gravity="west")
    image = opened(result.data)
    assert image.size == (40, 40)
    assert image.convert("L").getpixel((1, 20)) == pytest.approx(255, abs=3)


def test_a_still_among_moving_ones_stays_a_still() -> None:
    result = rendered(png(80, 60), animation="keep")
    assert result.content_type == "image/png"


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"max_frames": 2}, Reason.TOO_MANY_FRAMES),
        ({"max_pixels": 80 * 60 * 3 - 1}, Reason.TOO_MANY_PIXELS),
    ],
)
def test_limits_of_all_frames_together(limits: dict[str, int], reason: Reason) -> None:
    with pytest.raises(Rejected) as rejected:
        rendered(moving("GIF"), limits, animation="keep")
    assert rejected.value.reason is reason
    assert rendered(moving("GIF"), limits).width == 40  # the first frame alone is fine


def needed(animation: str) -> int:
    """The MiB of memory that a moving picture is said to take."""
    recipe = made({"inputs": ["gif"], "variants": {"v": {"width": 800, "animation": animation}}})
    return prepare(moving("GIF", (800, 600)), recipe).memory >> 20


def test_frames_that_stay_take_memory() -> None:
    kept, decoder = (len(COLOURS) - 1) * 4, 24
    per_frame = 800 * 600 * (kept + decoder) / 2**20
    assert needed("keep") - needed("first") == pytest.approx(per_frame, abs=1)


def test_damage_in_a_later_frame_is_corrupt() -> None:
    data = moving("WEBP")
    with pytest.raises(Rejected) as rejected:
        rendered(data[: len(data) * 3 // 4], animation="keep")
    assert rejected.value.reason is Reason.CORRUPT
