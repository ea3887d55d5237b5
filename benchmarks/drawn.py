"""Graphics as people upload them, drawn: screenshots, logos, drawings, charts and scanned pages.

The same seed draws the same picture on every machine with the same versions of Pillow and numpy.
"""

import random
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

mpl.use("Agg")

import matplotlib.pyplot as plt

Size = tuple[int, int]
_FONTS = Path(mpl.get_data_path()) / "fonts/ttf"
_SYLLABLES = ("ka", "lo", "mi", "ne", "sta", "tor", "ing", "un", "der", "pre", "ble", "con", "ment")
_INKS = ("#d73a49", "#22863a", "#005cc5", "#6f42c1", "#e36209", "#b08800", "#1b7c83")


def draw(what: str, size: Size, seed: int) -> Image.Image:
    """Draw a picture.

    Args:
        what: "editor", "chat", "page", "logo", "lines", "chart" or "scan".
        size: in pixels.
        seed: of all that is random in it.
    """
    return _DRAWERS[what](size, random.Random(seed))


def _font(name: str, height: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / f"{name}.ttf", height)


def _chance(dice: random.Random, share: float) -> bool:
    return dice.random() < share


def _word(dice: random.Random) -> str:
    return "".join(dice.choices(_SYLLABLES, k=dice.randint(1, 4)))


def _text(dice: random.Random, width: float, font: ImageFont.FreeTypeFont) -> str:
    words = [_word(dice)]
    while font.getlength(" ".join(words)) < width:
        words.append(_word(dice))
    return " ".join(words[:-1] or words)


def _photograph(size: Size, dice: random.Random) -> Image.Image:
    """What stands for a photograph within a screenshot: soft colours with grain."""
    noise = np.random.default_rng(dice.randrange(2**32))
    few = Image.fromarray(noise.integers(0, 256, (6, 8, 3), dtype=np.uint8))
    smooth = np.asarray(few.resize(size, Image.Resampling.BICUBIC), dtype=np.float32)
    grain = noise.normal(0, 6, smooth.shape)
    return Image.fromarray(np.clip(smooth + grain, 0, 255).astype(np.uint8))


def _editor(size: Size, dice: random.Random) -> Image.Image:
    """Code on a dark ground, with a list of files and a status line."""
    image = Image.new("RGB", size, "#1e1e2e")
    pen = ImageDraw.Draw(image)
    height = size[1] // 50
    font, bar = _font("DejaVuSansMono", height), size[0] // 6
    pen.rectangle((0, 0, bar, size[1]), fill="#181825")
    pen.rectangle((0, size[1] - 2 * height, *size), fill="#007acc")
    for row in range(1, size[1] // (height * 3 // 2) - 1):
        top = row * height * 3 // 2
        pen.text((height, top), _word(dice) + ".py", "#a6adc8", font)
        pen.text((bar + height, top), f"{row:3}", "#585b70", font)
        left = bar + height * 4 + dice.randint(0, 4) * height * 2
        for _ in range(dice.randint(0, 7)):
            word = _word(dice) + dice.choice(("", "(", ")", " =", ":", ","))
            pen.text((left, top), word, dice.choice(("#cdd6f4", *_INKS)), font)
            left += int(font.getlength(word + " "))
    return image


def _chat(size: Size, dice: random.Random) -> Image.Image:
    """A phone's screen: bubbles of text, and pictures between."""
    image = Image.new("RGB", size, "#f2f2f7")
    pen = ImageDraw.Draw(image)
    unit = size[0] // 24
    font = _font("DejaVuSans", unit)
    top = unit * 3
    while top < size[1]:
        mine = _chance(dice, 0.5)
        left = unit * (7 if mine else 1)
        if _chance(dice, 0.2):
            image.paste(_photograph((unit * 15, unit * 10), dice), (left, top))
            top += unit * 11
            continue
        rows = dice.randint(1, 5)
        box = (left, top, left + unit * 16, top + unit * (rows * 3 // 2 + 1))
        pen.rounded_rectangle(box, unit, fill="#0a84ff" if mine else "#ffffff")
        for row in range(rows):
            place = (left + unit, top + unit // 2 + row * unit * 3 // 2)
            pen.text(place, _text(dice, unit * 14, font), "white" if mine else "black", font)
        top = int(box[3]) + unit
    return image


def _page(size: Size, dice: random.Random) -> Image.Image:
    """A browser's window: headings, columns of text, pictures, shadows."""
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    unit = size[0] // 100
    body, head = _font("DejaVuSans", unit), _font("DejaVuSerif-Bold", unit * 2)
    pen.rectangle((0, 0, size[0], unit * 4), fill="#dee1e6")
    pen.rounded_rectangle((unit * 8, unit, size[0] - unit * 8, unit * 3), unit, fill="white")
    for column in range(3):
        left, top = unit * (4 + column * 32), unit * 6
        while top < size[1]:
            pen.text((left, top), _text(dice, unit * 28, head), "#202124", head)
            top += unit * 3
            if _chance(dice, 0.4):
                image.paste(_photograph((unit * 28, unit * 16), dice), (left, top))
                top += unit * 18
            for _ in range(dice.randint(3, 12)):
                link = _chance(dice, 0.1)
                ink = "#1a0dab" if link else "#3c4043"
                pen.text((left, top), _text(dice, unit * 28, body), ink, body)
                top += unit * 3 // 2
            top += unit * 2
    return image


def _logo(size: Size, dice: random.Random) -> Image.Image:
    """Flat shapes with smooth edges and a name, on nothing."""
    large = (size[0] * 3, size[1] * 3)
    image = Image.new("RGBA", large, (255, 255, 255, 0))
    pen = ImageDraw.Draw(image)
    inks = dice.sample(_INKS, 3)
    side = min(large[0], large[1] * 2 // 3)
    for ink in inks:
        x, y = (dice.randint(0, side // 3) for _ in range(2))
        box = (x, y, x + side // 2, y + side // 2)
        shape = dice.choice((pen.ellipse, pen.rounded_rectangle))
        if shape == pen.ellipse:
            pen.ellipse(box, fill=ink)
        else:
            pen.rounded_rectangle(box, side // 12, fill=ink)
    font = _font("DejaVuSans-Bold", large[1] // 6)
    pen.text((side // 12, large[1] * 3 // 4), _word(dice).title(), inks[0], font)
    return image.resize(size, Image.Resampling.BOX)


def _lines(size: Size, dice: random.Random) -> Image.Image:
    """A pen's strokes on white, smoothed."""
    large = (size[0] * 2, size[1] * 2)
    image = Image.new("L", large, 255)
    pen = ImageDraw.Draw(image)
    for _ in range(160):
        at = [dice.uniform(0, side) for side in large]
        towards = dice.uniform(0, 6.28)
        points = []
        for _ in range(60):
            towards += dice.gauss(0, 0.25)
            step = large[0] / 150
            at = [at[0] + step * np.cos(towards), at[1] + step * np.sin(towards)]
            points.append((float(at[0]), float(at[1])))
        pen.line(points, fill=dice.randint(0, 90), width=dice.randint(2, 9), joint="curve")
    return image.resize(size, Image.Resampling.BOX)


def _chart(size: Size, dice: random.Random) -> Image.Image:
    """A plot, as matplotlib saves it."""
    noise = np.random.default_rng(dice.randrange(2**32))
    inches = (size[0] / 100, size[1] / 100)
    figure, axes = plt.subplots(2, 2, figsize=inches, dpi=100, layout="constrained")
    for _ in range(6):
        axes[0][0].plot(noise.normal(0, 1, 400).cumsum(), linewidth=1)
    axes[0][1].scatter(*noise.normal(0, 1, (2, 800)), c=noise.random(800), s=8, alpha=0.6)
    axes[1][0].bar(range(20), noise.random(20), color=_INKS[2])
    axes[1][1].imshow(noise.random((24, 24)), cmap="viridis")
    buffer = BytesIO()
    figure.savefig(buffer, format="png")
    plt.close(figure)
    return Image.open(buffer)


def _scan(size: Size, dice: random.Random) -> Image.Image:
    """A printed page in grey: slightly turned, uneven light, and the noise of a scanner."""
    image = Image.new("L", size, 244)
    pen = ImageDraw.Draw(image)
    unit = size[0] // 80
    font = _font("DejaVuSerif", unit)
    for top in range(unit * 8, size[1] - unit * 8, unit * 8 // 5):
        if _chance(dice, 0.88):
            pen.text((unit * 8, top), _text(dice, unit * 64, font), 40, font)
    turned = image.rotate(dice.uniform(-1, 1), Image.Resampling.BICUBIC, fillcolor=244)
    pixels: Any = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.6)), dtype=np.float32)
    noise = np.random.default_rng(dice.randrange(2**32))
    light = np.linspace(1.0, 0.94, size[0])[None, :]
    return Image.fromarray(
        np.clip(pixels * light + noise.normal(0, 2, pixels.shape), 0, 255).astype(np.uint8)
    )


_DRAWERS = {
    "editor": _editor,
    "chat": _chat,
    "page": _page,
    "logo": _logo,
    "lines": _lines,
    "chart": _chart,
    "scan": _scan,
}
