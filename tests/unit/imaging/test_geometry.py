from __future__ import annotations

import pytest

from thumbnailer.config.recipe import Fit
from thumbnailer.imaging.geometry import Box, Placement, Point, Size, place, towards


@pytest.mark.parametrize(
    ("source", "box", "result"),
    [
        ((4000, 3000), (150, 150), (150, 113)),  # 112.5 is rounded up, as sharp does
        ((3000, 4000), (150, 150), (113, 150)),
        ((300, 300), (150, 150), (150, 150)),
        ((100, 80), (150, 150), (100, 80)),  # never enlarged
        ((150, 150), (150, 150), (150, 150)),
        ((151, 150), (150, 150), (150, 149)),
        ((20000, 1), (150, 150), (150, 1)),  # never without a side
        ((1, 20000), (150, 150), (1, 150)),
        ((2000, 1900), (1920, 1080), (1137, 1080)),  # both sides of the box count
        ((1, 1), (1, 1), (1, 1)),
    ],
)
def test_inside(source: tuple[int, int], box: tuple[int, int], result: tuple[int, int]) -> None:
    size = Size(*result)
    placement = place(Size(*source), *box, Fit.INSIDE)
    assert placement == Placement(Box(0, 0, *source), size, size)


@pytest.mark.parametrize("fit", Fit)
@pytest.mark.parametrize(
    ("width", "height", "enlarge", "result"),
    [
        (200, None, False, (200, 150)),
        (None, 30, False, (40, 30)),
        (2000, None, False, (400, 300)),
        (800, None, True, (800, 600)),
    ],
)
def test_one_side_lets_it_decide_and_the_fit_says_nothing(
    fit: Fit, width: int | None, height: int | None, enlarge: bool, result: tuple[int, int]
) -> None:
    placement = place(Size(400, 300), width, height, fit, enlarge=enlarge)
    assert placement.size == placement.canvas == result


@pytest.mark.parametrize(
    ("source", "box", "enlarge", "size", "part"),
    [
        ((400, 300), (100, 100), False, (100, 100), (50, 0, 350, 300)),
        ((300, 400), (100, 100), False, (100, 100), (0, 50, 300, 350)),
        ((400, 300), (200, 50), False, (200, 50), (0, 100, 400, 200)),
        ((400, 300), (40, 30), False, (40, 30), (0, 0, 400, 300)),
        # The aspect ratio of the box is kept where the picture is too small for the box.
        ((100, 300), (150, 150), False, (100, 100), (0, 100, 100, 200)),
        ((100, 300), (150, 150), True, (150, 150), (0, 100, 100, 200)),
    ],
)
def test_cover(
    source: tuple[int, int],
    box: tuple[int, int],
    enlarge: bool,
    size: tuple[int, int],
    part: tuple[int, int, int, int],
) -> None:
    placement = place(Size(*source), *box, Fit.COVER, enlarge=enlarge)
    assert placement == Placement(Box(*part), Size(*size), Size(*size))


@pytest.mark.parametrize(
    ("pull", "left"), [(Point(0, 0), 0), (Point(0.25, 1), 25), (Point(1, 0.5), 100)]
)
def test_cover_keeps_the_side_it_is_pulled_to(pull: Point, left: int) -> None:
    placement = place(Size(400, 300), 10, 10, Fit.COVER, pull=pull)
    assert placement.part == Box(left, 0, left + 300, 300)


@pytest.mark.parametrize(
    ("pull", "offset"),
    [(Point(0.5, 0.5), (0, 12)), (Point(0, 0), (0, 0)), (Point(1, 1), (0, 25))],
)
def test_contain(pull: Point, offset: tuple[int, int]) -> None:
    placement = place(Size(400, 300), 100, 100, Fit.CONTAIN, pull=pull)
    assert placement == Placement(Box(0, 0, 400, 300), Size(100, 75), Size(100, 100), offset)


def test_contain_has_the_size_of_its_box_even_around_a_small_picture() -> None:
    placement = place(Size(20, 10), 100, 100, Fit.CONTAIN)
    assert (placement.size, placement.canvas) == ((20, 10), (100, 100))
    assert placement.offset == (40, 45)


@pytest.mark.parametrize(("enlarge", "size"), [(False, (100, 50)), (True, (100, 200))])
def test_fill(enlarge: bool, size: tuple[int, int]) -> None:
    placement = place(Size(400, 50), 100, 200, Fit.FILL, enlarge=enlarge)
    assert placement == Placement(Box(0, 0, 400, 50), Size(*size), Size(*size))


@pytest.mark.parametrize(
    ("eye", "left"),
    [(0.5, 50), (0.4, 10), (0.375, 0), (0.0, 0), (0.625, 100), (1.0, 100)],
)
def test_what_draws_the_eye_comes_to_the_middle_as_far_as_the_edges_allow(
    eye: float, left: float
) -> None:
    source, part = Size(400, 300), Box(0, 0, 300, 300)
    pull = towards(source, part, Point(eye, 0.9))
    assert pull.x * (400 - 300) == pytest.approx(left)
    assert pull.y == 0.5
