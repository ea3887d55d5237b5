"""Draws docs/attention.png: what crops keep by attention, beside those of the centre.

`python -m tools.docs.draw_attention`. No part of `make docs`, as tools.docs.draw_fits is none.
"""

from PIL import Image, ImageDraw, ImageFont

from thumbnailer.imaging import render
from tools.paths import ROOT
from tools.samples.pictures import encoded, opened
from tools.samples.recipes import made
from tools.samples.subjects import kite, leaf, logo, rocket, two_faces

_SHEET = ROOT / "docs/attention.png"
_HEIGHT, _PAD, _TEXT = 110, 14, 20
_BOXES = {"square": (110, 110), "portrait": (73, 110)}
_CROPS = [(gravity, name) for gravity in ("attention", "center") for name in _BOXES]
_INK, _PAPER = (30, 30, 34), (250, 250, 248)
_SOURCES = [image for image, _ in (kite(1120, 120), rocket(), logo(30), leaf(), two_faces())]


def main() -> None:
    """Render the crops with the real core and draw them, a row for each source."""
    titles = [
        "original",
        *(f"{gravity}: {box}" for gravity in ("attention", "center") for box in _BOXES),
    ]
    columns = [_HEIGHT * 2, 150, 150, 150, 150]
    width = sum(columns) + _PAD * 2
    sheet = Image.new("RGB", (width, _TEXT + _PAD * 2 + len(_SOURCES) * (_HEIGHT + _PAD)), _PAPER)
    draw = ImageDraw.Draw(sheet)
    for left, title in zip(_lefts(columns), titles, strict=True):
        draw.text((left, _PAD), title, _INK, ImageFont.load_default(13))
    for number, source in enumerate(_SOURCES):
        top = _PAD * 2 + _TEXT + number * (_HEIGHT + _PAD)
        for left, image in zip(_lefts(columns), _row(source), strict=True):
            sheet.paste(image, (left, top))
    sheet.quantize(128).save(_SHEET, optimize=True)


def _lefts(columns: list[int]) -> list[int]:
    return [_PAD + sum(columns[:number]) for number in range(len(columns))]


def _row(source: Image.Image) -> list[Image.Image]:
    small = source.copy()
    small.thumbnail((_HEIGHT * 2 - _PAD, _HEIGHT))
    return [
        small,
        *(
            _crop(source, gravity, box)
            for gravity in ("attention", "center")
            for box in _BOXES.values()
        ),
    ]


def _crop(source: Image.Image, gravity: str, box: tuple[int, int]) -> Image.Image:
    variant = {"width": box[0], "height": box[1], "fit": "cover", "gravity": gravity}
    picture = render(encoded(source), made({"variants": {"v": variant}}))
    return opened(picture.renditions[0].data).convert("RGB")


if __name__ == "__main__":
    main()
