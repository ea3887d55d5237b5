from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from thumbnailer.config.rejection import Rejected
from thumbnailer.imaging import render
from tools.samples.pictures import encoded, jpeg, opened, png, quadrants, turned_jpeg
from tools.samples.recipes import recipe

RECIPE = recipe(
    {"max_pixels": 1_000_000},
    thumb={"width": 20, "height": 20},
    tiny={"width": 3, "height": 9, "fit": "cover", "gravity": "attention", "key": "tiny/{key}"},
)
VALID = [
    jpeg(40, 30),
    jpeg(40, 30, progressive=True, comment=b"x"),
    turned_jpeg(7, 40, 30),
    png(40, 30),
    encoded(quadrants(40, 30).convert("RGBA")),
    encoded(quadrants(40, 30).quantize(4)),
    encoded(quadrants(40, 30).convert("1")),
]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A valid file with some bytes changed, removed or doubled."""
    data = bytearray(draw(st.sampled_from(VALID)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        length = draw(st.integers(0, 8))
        change = draw(st.sampled_from(["replace", "remove", "double"]))
        if change == "replace":
            data[at : at + length] = draw(st.binary(min_size=length, max_size=length))
        elif change == "remove":
            del data[at : at + length]
        else:
            data[at:at] = data[at : at + length]
    return bytes(data)


@settings(max_examples=400)
@given(mutated())
def test_damaged_files_give_a_picture_or_a_reason(data: bytes) -> None:
    try:
        picture = render(data, RECIPE)
    except Rejected as rejected:
        assert rejected.detail  # noqa: PT017 - either end is right
    else:
        for rendition in picture.renditions:
            image = opened(rendition.data)
            assert image.size == (rendition.width, rendition.height)
            assert image.width <= (rendition.variant.width or 0)
            assert image.height <= (rendition.variant.height or 0)
