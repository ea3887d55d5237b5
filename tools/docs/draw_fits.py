"""Draws docs/fits.png: what each fit and gravity makes of one picture.

`python -m tools.docs.draw_fits`. No part of `make docs`: a PNG's bytes depend on the machine's
zlib, and a check of them would fail elsewhere.
"""

import json
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from thumbnailer.config.recipe_json import parse_recipe
from thumbnailer.imaging import Point, render
from tools.demo.uploads import landscape
from tools.paths import ROOT

_SHEET = ROOT / "docs/fits.png"
_BOX = (180, 120)
_FOCAL_POINT = Point(0.75, 0.4)
_PAD, _TEXT = 18, 24
_INK, _FRAME, _PAPER = (30, 30, 34), (206, 120, 60), (250, 250, 248)

_OPTIONS: dict[str, dict[str, object]] = {
    "inside": {"fit": "inside"},
    "cover": {"fit": "cover"},
    "contain": {"fit": "contain", "background": "#dfe6ec"},
    "fill": {"fit": "fill"},
    "cover, north": {"fit": "cover", "gravity": "north"},
    "cover, south": {"fit": "cover", "gravity": "south"},
    "cover, focal": {"fit": "cover", "gravity": "focal"},
    "cover, attention": {"fit": "cover", "gravity": "attention"},
}


def main() -> None:
    """Render the variants with the real core and draw them, each in the frame of its box."""
    names = {f"v{number}": title for number, title in enumerate(_OPTIONS)}
    variants = {
        name: {"width": _BOX[0], "height": _BOX[1], "key": f"{name}/{{key}}", **_OPTIONS[title]}
        for name, title in names.items()
    }
    source = BytesIO()
    landscape(900, 1200).save(source, "PNG")
    recipe = parse_recipe(json.dumps({"variants": variants}))
    picture = render(source.getvalue(), recipe, focal_point=_FOCAL_POINT)
    images = {
        names[rendition.variant.name]: Image.open(BytesIO(rendition.data))
        for rendition in picture.renditions
    }
    _draw([(title, images[title]) for title in _OPTIONS])


def _draw(entries: list[tuple[str, Image.Image]], columns: int = 4) -> None:
    across, down = _BOX[0] + _PAD, _BOX[1] + _TEXT + _PAD
    rows = -(-len(entries) // columns)
    sheet = Image.new("RGB", (columns * across + _PAD, rows * down + _PAD), _PAPER)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(14)
    for number, (title, image) in enumerate(entries):
        left, top = _PAD + number % columns * across, _PAD + number // columns * down
        draw.text((left, top), title, _INK, font)
        top += _TEXT
        at = (left + (_BOX[0] - image.width) // 2, top + (_BOX[1] - image.height) // 2)
        sheet.paste(image.convert("RGB"), at)
        draw.rectangle((left - 1, top - 1, left + _BOX[0], top + _BOX[1]), outline=_FRAME)
    sheet.quantize(128).save(_SHEET, optimize=True)


if __name__ == "__main__":
    main()
