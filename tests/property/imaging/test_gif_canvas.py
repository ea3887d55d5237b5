"""Canvas that no frame of a GIF has covered is clear, whatever follows."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.property.imaging.pngs import NOISE
from tests.support.gifs import GifFrame, gif
from thumbnailer.imaging.formats.header import read_header
from thumbnailer.imaging.pixels import scalable
from tools.samples.recipes import made

PALETTE = [(250, 0, 0), (0, 250, 0), (0, 0, 250), (9, 9, 9)]
LIMITS = made({"variants": {"thumb": {"width": 10, "height": 10}}}).limits
Pixel = tuple[int, int, int, int]
Canvas = list[list[Pixel]]
CLEAR: Pixel = (0, 0, 0, 0)


def frame_of(noise: Random, width: int, height: int, clear: int | None) -> GifFrame:
    """A frame somewhere on a canvas."""
    left, top = noise.randrange(width), noise.randrange(height)
    columns, rows = noise.randint(1, width - left), noise.randint(1, height - top)
    pixels = [[noise.randrange(4) for _ in range(columns)] for _ in range(rows)]
    return GifFrame(left, top, pixels, clear)


def laid(frame: GifFrame, canvas: Canvas) -> Canvas:
    """The canvas with a frame on it."""
    made = [list(row) for row in canvas]
    for y, row in enumerate(frame.rows):
        for x, index in enumerate(row):
            if index != frame.clear:
                made[frame.top + y][frame.left + x] = (*PALETTE[index], 255)
    return made


def flat(canvas: Canvas) -> bytes:
    return bytes(value for row in canvas for pixel in row for value in pixel)


@st.composite
def canvases(draw: st.DrawFn, first_clear: bool) -> tuple[bytes, list[Canvas]]:
    """A GIF, and what is seen of each frame. Those after the first one stay."""
    noise = draw(NOISE)
    width, height = draw(st.integers(1, 12)), draw(st.integers(1, 9))
    clear = [draw(st.sampled_from([None, 0, 3])) for _ in range(draw(st.integers(1, 3)))]
    if not first_clear:
        clear[0] = None
    frames = [frame_of(noise, width, height, index) for index in clear]
    bare = [[CLEAR] * width] * height
    seen, canvas = [], bare
    if len(frames[0].rows) < height and clear[0] is None:
        frames[0] = frames[0]._replace(disposal=draw(st.sampled_from([1, 2, 3])))
    for frame in frames:
        seen.append(laid(frame, canvas))
        canvas = seen[-1] if frame.disposal == 1 else bare
    return gif((width, height), PALETTE, *frames), seen


@given(canvases(first_clear=True))
def test_the_first_frame(drawn: tuple[bytes, list[Canvas]]) -> None:
    data, (canvas, *_) = drawn
    image = scalable(read_header(data, ["gif"], max_pixels=1000).decode()).convert("RGBA")
    image.paste(CLEAR, mask=image.getchannel("A").point(lambda alpha: 255 - alpha))
    assert image.tobytes() == flat(canvas)


@given(canvases(first_clear=False))
def test_every_frame(drawn: tuple[bytes, list[Canvas]]) -> None:
    data, seen = drawn
    frames = read_header(data, ["gif"], max_pixels=1000).frames(LIMITS)
    assert [frame.image.tobytes() for frame in frames] == [flat(canvas) for canvas in seen]
