"""How many answers in a row are waited for."""

from __future__ import annotations

import pytest

from benchmarks.slow_s3 import Request, waits


def request(came: float, answered: float) -> Request:
    return Request("PUT", "key", 200, came, answered)


@pytest.mark.parametrize(
    ("requests", "expected"),
    [
        ([], 0),
        ([(0, 30)], 1),
        ([(0, 30), (35, 65)], 2),
        ([(0, 30), (35, 65), (36, 66), (40, 70)], 2),
        ([(0, 30), (35, 65), (40, 70), (72, 100)], 3),
        ([(35, 65), (0, 30)], 2),
        # One that overlaps two which follow each other.
        ([(0, 100), (1, 31), (32, 62)], 2),
    ],
)
def test_side_by_side_is_one_wait(requests: list[tuple[float, float]], expected: int) -> None:
    assert waits([request(*times) for times in requests]) == expected
