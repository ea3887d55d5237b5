from __future__ import annotations

import pytest

from thumbnailer.settling.focal import focal_point


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("0.3,0.6", (0.3, 0.6)),
        (" 0 , 1.0 ", (0, 1)),
        ("1,0.25", (1, 0.25)),
        ("0.3", (0.5, 0.5)),
        ("1.2,0.5", (0.5, 0.5)),
        ("-0.1,0.5", (0.5, 0.5)),
        ("nan,nan", (0.5, 0.5)),
        ("left,top", (0.5, 0.5)),
        ("", (0.5, 0.5)),
    ],
)
def test_focal_point(text: str, point: tuple[float, float]) -> None:
    assert focal_point({"focal-point": text}) == point


def test_no_focal_point_is_the_centre() -> None:
    assert focal_point({}) == (0.5, 0.5)
