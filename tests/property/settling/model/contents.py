"""What a source may be, what the recipes make of it, and renditions that are made only once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from thumbnailer.config.recipe import Recipe, Variant
from thumbnailer.imaging import Picture, render
from tools.samples.pictures import encoded, plain_png
from tools.samples.recipes import recipe


def _twin() -> bytes:
    text = PngInfo()
    text.add_text("Comment", "the pixels of red, and another ETag")
    return encoded(Image.new("RGB", (8, 8), (200, 0, 0)), "PNG", pnginfo=text)


GOOD = {
    "red": plain_png((200, 0, 0)),
    "green": plain_png((0, 200, 0)),
    "blue": plain_png((0, 0, 200)),
    # Its renditions have the bytes, and hence the ETags, of another source's.
    "twin": _twin(),
}
BAD = {
    "text": b"no picture",
    "large": plain_png((1, 2, 3)) + bytes(2000),
}
SOURCES = GOOD | BAD

# Both make the same outputs. One variant is the same in both, so that what one recipe made of it
# is as good to the other; the other variant is not.
RECIPES = tuple(
    recipe({"max_bytes": 1000}, thumb={"width": width}, small={"width": 2}) for width in (4, 6)
)


@cache
def _rendered(data: bytes, made_by: Recipe, variants: tuple[Variant, ...] | None) -> Picture:
    return render(data, made_by, variants)


class Rendered(NamedTuple):
    """In place of `Prepared`: a picture that is there already, and takes no memory."""

    picture: Picture
    memory: int = 0

    def render(self, **_: Any) -> Picture:
        return self.picture


def prepare_once(data: bytes, made_by: Recipe, variants: Sequence[Variant]) -> Rendered:
    """In place of `prepare`, which depends on nothing but its arguments."""
    return Rendered(_rendered(data, made_by, tuple(variants)))


def outputs_of(data: bytes, made_by: Recipe, key_of: Callable[[Variant], str]) -> dict[str, bytes]:
    """A fresh render of a good source, by output key."""
    return {key_of(r.variant): r.data for r in _rendered(data, made_by, None).renditions}
