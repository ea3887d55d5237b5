"""One picture that shows each source, small, beside its thumbnail."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont, ImageOps

from tools.demo.uploads import Upload

_CELL, _GAP, _PAD, _TEXT = 160, 6, 20, 78
_INK, _QUIET, _RED, _PAPER = (30, 30, 34), (120, 120, 128), (178, 44, 44), (250, 250, 248)


@dataclass(frozen=True)
class Entry:
    """A source and what came of it: a thumbnail, or the reason why there is none.

    Attributes:
        title: the source's name.
        about: what is special about it.
        result: the thumbnail's size, or the reason.
        original: the source, upright, to compare the thumbnail with; None where there is none.
        thumbnail: as it was made.
    """

    title: str
    about: str
    result: str
    original: Image.Image | None
    thumbnail: Image.Image | None


def entry(upload: Upload, thumbnail: Image.Image | None, reason: str) -> Entry:
    """Describe what came of an upload.

    Args:
        upload: what was uploaded.
        thumbnail: what was made of it; None where there is none.
        reason: why there is none.

    Returns:
        Its part of the sheet.
    """
    if thumbnail is None:
        return Entry(upload.name, upload.about, reason, None, None)
    original = ImageOps.exif_transpose(Image.open(BytesIO(upload.make())))
    result = f"{thumbnail.width}x{thumbnail.height}"
    return Entry(upload.name, upload.about, result, original, thumbnail)


def draw(entries: Sequence[Entry], columns: int = 3) -> Image.Image:
    """Draw the entries row by row.

    Args:
        entries: what to show.
        columns: how many beside each other.

    Returns:
        The sheet, in RGB.
    """
    rows = -(-len(entries) // columns)
    across = 2 * _CELL + _GAP + _PAD
    width = columns * across + _PAD
    sheet = Image.new("RGB", (width, rows * (_CELL + _TEXT + _PAD) + _PAD), _PAPER)
    pen = ImageDraw.Draw(sheet)
    for number, shown in enumerate(entries):
        left = _PAD + number % columns * across
        top = _PAD + number // columns * (_CELL + _TEXT + _PAD)
        if shown.original and shown.thumbnail:
            small = shown.original.copy()
            small.thumbnail((_CELL, _CELL))
            _show(sheet, small, left, top)
            _show(sheet, shown.thumbnail, left + _CELL + _GAP, top)
        else:
            right = left + 2 * _CELL + _GAP
            pen.rectangle((left, top, right, top + _CELL), fill=(238, 232, 230))
            centre = ((left + right) // 2, top + _CELL // 2)
            pen.text(centre, "rejected", _RED, ImageFont.load_default(22), anchor="mm")
        for y, text, ink in ((8, shown.title, _INK), (30, shown.about, _QUIET)):
            pen.text((left, top + _CELL + y), _plain(text), ink, ImageFont.load_default(14))
        ink = _QUIET if shown.thumbnail else _RED
        pen.text((left, top + _CELL + 50), shown.result, ink, ImageFont.load_default(14))
    return sheet


def _show(sheet: Image.Image, image: Image.Image, left: int, top: int) -> None:
    """Lay an image on the middle of a cell."""
    _checkerboard(ImageDraw.Draw(sheet), left, top)
    picture = image.convert("RGBA")
    at = (left + (_CELL - picture.width) // 2, top + (_CELL - picture.height) // 2)
    sheet.paste(picture, at, picture)


def _plain(text: str) -> str:
    """The text without accents, which Pillow's own font does not have."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _checkerboard(draw: ImageDraw.ImageDraw, left: int, top: int, side: int = 10) -> None:
    """What transparency is shown on."""
    for y in range(0, _CELL, side):
        for x in range(0, _CELL, side):
            shade = (228, 228, 228) if (x + y) // side % 2 else (244, 244, 244)
            draw.rectangle((left + x, top + y, left + x + side - 1, top + y + side - 1), shade)
