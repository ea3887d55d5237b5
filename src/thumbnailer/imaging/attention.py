"""The gravity `attention`: chooses the part of an image that a crop keeps, by its saliency.

A point is salient if its color differs from all four borders and from its surroundings, if it has
detail, or if it is skin; points in the middle have more weight than points at the edges. A crop
contains the whole region around the most salient point if that fits, and is near the center if
nothing else decides. The weights are tuned on one half of the pictures of
`benchmarks/subjects.toml` and tested on the other.
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageFilter, ImageStat

from thumbnailer.imaging.geometry import Point

if TYPE_CHECKING:
    from collections.abc import Sequence

# Images are analyzed at this size, which is sufficient to choose a crop.
_SIDE = 64
_FRAME = (
    (0, 0, _SIDE, 1),
    (0, _SIDE - 1, _SIDE, _SIDE),
    (0, 0, 1, _SIDE),
    (_SIDE - 1, 0, _SIDE, _SIDE),
)
_BORDER = 4
_BORDERS = (
    (0, 0, _SIDE, _BORDER),
    (0, _SIDE - _BORDER, _SIDE, _SIDE),
    (0, 0, _BORDER, _SIDE),
    (_SIDE - _BORDER, 0, _SIDE, _SIDE),
)
# The radius of the surroundings, and the minimum radius of a salient point, in pixels.
_SURROUNDINGS, _POINT = 6, 2
# Differences below this are noise.
_NOISE = 4
# Skin of all tones lies in this range of YCbCr: Chai and Ngan, "Face segmentation using skin-color
# map in videophone applications", IEEE Trans. Circuits Syst. Video Technol. 9(4), 1999.
_SKIN_CB, _SKIN_CR = range(77, 128), range(133, 174)
# How much less weight a corner has than the middle, on each axis.
_CENTRED = 0.6
# The region around the strongest point ends where the strength falls below this share of it; the
# first one that fits into the crop is kept whole.
_REGIONS = (0.2, 0.3, 0.5, 0.7)
_TIP = 2
# The share of the total strength that a crop may lose to be in the center instead of at an edge.
_CENTRE = 0.15
_TRIED = 33


def attention(image: Image.Image, width: float, height: float) -> Point:
    """The pull with which a crop keeps the most salient part.

    Args:
        image: an upright image of mode L or RGB, of any size.
        width: the width of the crop as a share of the image's width, greater than 0, at most 1.
        height: the same for the height.
    """
    strength = _strength(image)
    values = strength.tobytes()
    blurred = strength.filter(ImageFilter.BoxBlur(_POINT)).tobytes()
    row, column = divmod(blurred.index(max(blurred)), _SIDE)
    columns = [slice(x, None, _SIDE) for x in range(_SIDE)]
    rows = [slice(y * _SIDE, (y + 1) * _SIDE) for y in range(_SIDE)]
    return Point(
        *(
            _pull(
                [sum(values[line]) for line in lines], [max(blurred[line]) for line in lines], *to
            )
            for lines, to in ((columns, (column, width)), (rows, (row, height)))
        )
    )


def _strength(image: Image.Image) -> Image.Image:
    """The saliency of each point, as an image of mode L, 64 pixels square."""
    small = image.convert("RGB").resize((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=2.0)
    colours = small.filter(ImageFilter.BoxBlur(1)).convert("YCbCr")
    means = (ImageStat.Stat(colours.crop(border)).mean for border in _BORDERS)
    grounds = [Image.new("YCbCr", small.size, tuple(map(round, mean))) for mean in means]
    apart = _distance(colours, grounds[0])
    for ground in grounds[1:]:
        apart = ImageChops.darker(apart, _distance(colours, ground))
    around = small.filter(ImageFilter.BoxBlur(_SURROUNDINGS)).convert("YCbCr")
    luma, cb, cr = small.convert("YCbCr").split()
    detail = luma.filter(ImageFilter.FIND_EDGES)
    for side in _FRAME:
        detail.paste(0, side)  # the filter treats the border of the image as an edge
    # Skin has less weight in dark areas.
    lit = luma.point([min(127, value) for value in range(256)])
    skin = ImageChops.multiply(
        ImageChops.multiply(_within(cb, _SKIN_CB), _within(cr, _SKIN_CR)), lit
    )
    strength = ImageChops.add(
        ImageChops.add(_stretched(apart), _stretched(_distance(colours, around)), scale=2),
        ImageChops.add(
            _stretched(detail.filter(ImageFilter.BoxBlur(2))),
            ImageChops.multiply(skin, lit),
            scale=2,
        ),
        scale=2,
    )
    return ImageChops.multiply(strength, _centred())


def _distance(one: Image.Image, other: Image.Image) -> Image.Image:
    """The color difference of two images; brightness has less weight, so clouds are not salient."""
    luma, cb, cr = ImageChops.difference(one, other).split()
    chroma = ImageChops.add(cb, cr)
    return ImageChops.add(chroma, luma.point([value // 6 for value in range(256)]))


def _stretched(image: Image.Image) -> Image.Image:
    highest = max(image.tobytes())
    gain = 255 / highest if highest >= _NOISE else 0
    return image.point([min(255, round(value * gain)) for value in range(256)])


def _within(channel: Image.Image, values: range) -> Image.Image:
    return channel.point([255 if value in values else 0 for value in range(256)])


@cache
def _centred() -> Image.Image:
    weights = [1 - _CENTRED * ((2 * i + 1) / _SIDE - 1) ** 2 for i in range(_SIDE)]
    return Image.frombytes(
        "L", (_SIDE, _SIDE), bytes(round(255 * x * y) for y in weights for x in weights)
    )


def _pull(sums: Sequence[int], tops: Sequence[int], strongest: int, kept: float) -> float:
    """The position of the crop along one side, from 0 to 1.

    Args:
        sums: the strength of each line across that side.
        tops: the strength of the strongest point in each line.
        strongest: the line with the strongest point of all.
        kept: the crop's share of the side.
    """
    if kept >= 1:
        return 0.5
    begin, end = 0.0, 1.0
    for share in _REGIONS:
        begin, end = _region(tops, strongest, share)
        if end - begin <= kept:
            break
    lowest, highest = (min(1 - kept, max(0.0, at)) for at in sorted((begin, end - kept)))
    until = [0, *accumulate(sums), 0]

    def below(share: float) -> float:
        line, rest = divmod(share * len(sums), 1)
        return until[int(line)] + rest * (until[int(line) + 1] - until[int(line)])

    def worth(at: float) -> float:
        held = (below(at + kept) - below(at)) / (until[-2] or 1)
        return held - _CENTRE * (2 * at + kept - 1) ** 2

    tried = (lowest + (highest - lowest) * step / (_TRIED - 1) for step in range(_TRIED))
    return max(tried, key=worth) / (1 - kept)


def _region(tops: Sequence[int], strongest: int, share: float) -> tuple[float, float]:
    """The lines around the strongest that are at least this strong, as shares of the side.

    Adds two lines at each end, because the thin ends of a subject are weaker than the subject.
    """
    least = tops[strongest] * share
    begin, end = strongest, strongest + 1
    while begin and tops[begin - 1] >= least:
        begin -= 1
    while end < len(tops) and tops[end] >= least:
        end += 1
    return max(0, begin - _TIP) / len(tops), min(len(tops), end + _TIP) / len(tops)
