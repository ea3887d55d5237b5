"""Pictures with one subject, drawn, and the box around it in pixels."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from thumbnailer.imaging.geometry import Box


def kite(x: int, y: int) -> tuple[Image.Image, Box]:
    """A kite on a blue sky, with clouds at the other side and a paler sky around it."""
    sky = Image.linear_gradient("L").rotate(90 if x > 600 else -90).resize((1200, 800))  # noqa: PLR2004 - the middle
    image = Image.composite(
        Image.new("RGB", sky.size, (120, 160, 210)), Image.new("RGB", sky.size, (10, 60, 190)), sky
    )
    draw = ImageDraw.Draw(image)
    for left, top in ((1050 - x, 60), (1100 - x, 600), (1140 - x, 650)):
        draw.ellipse((left - 120, top - 70, left + 120, top + 70), (226, 230, 240))
    image = image.filter(ImageFilter.GaussianBlur(18))
    draw = ImageDraw.Draw(image)
    draw.polygon([(x, y - 50), (x + 34, y), (x, y + 50), (x - 34, y)], (226, 60, 40))
    draw.polygon([(x, y - 50), (x + 34, y), (x, y)], (250, 210, 60))
    return image, Box(x - 34, y - 50, x + 34, y + 50)


def rocket() -> tuple[Image.Image, Box]:
    """A pale rocket before a dark sky; its fire and the lamps below are brighter than its top."""
    image = Image.new("RGB", (800, 1200), (24, 34, 58))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 1080, 800, 1200), (40, 34, 30))
    for x in range(60, 800, 110):
        draw.ellipse((x, 1090, x + 26, 1116), (255, 220, 150))
    draw.polygon([(400, 150), (436, 260), (436, 760), (364, 760), (364, 260)], (214, 208, 204))
    draw.polygon([(364, 760), (436, 760), (400, 900)], (255, 150, 40))
    return image, Box(364, 150, 436, 760)


def logo(left: int) -> tuple[Image.Image, Box]:
    """A sign and a word of two colours on plain grey."""
    image = Image.new("RGB", (1200, 600), (150, 150, 150))
    draw = ImageDraw.Draw(image)
    draw.ellipse((left, 220, left + 160, 380), (210, 50, 40))
    draw.text((left + 190, 300), "kites", (40, 60, 140), ImageFont.load_default(150), anchor="lm")
    return image, Box(left, 220, left + 500, 380)


def leaf() -> tuple[Image.Image, Box]:
    """A red leaf, long and with a fine tip, before leaves of dark green."""
    image = Image.effect_noise((1200, 800), 60).convert("RGB")
    image = Image.blend(image, Image.new("RGB", image.size, (10, 60, 16)), 0.75)
    draw = ImageDraw.Draw(image)
    draw.polygon([(660, 420), (760, 350), (1080, 400), (760, 480)], (214, 70, 30))
    return image, Box(660, 350, 1080, 480)


def two_faces() -> tuple[Image.Image, Box]:
    """Two simple faces far apart, and the box around both: no square crop holds it."""
    image = Image.new("RGB", (1200, 600), (206, 214, 208))
    draw = ImageDraw.Draw(image)
    for x in (170, 1030):
        draw.ellipse((x - 90, 190, x + 90, 410), (224, 172, 140))
        draw.pieslice((x - 95, 170, x + 95, 390), 180, 360, (70, 44, 30))
        for eye in (x - 34, x + 34):
            draw.ellipse((eye - 9, 300, eye + 9, 318), (30, 30, 30))
        draw.arc((x - 40, 320, x + 40, 376), 20, 160, (150, 60, 60), 6)
    return image, Box(80, 170, 1120, 410)
