"""Small pictures of lines."""

import math

import pytest

from modelstead.domain.sparkline import sparkline


def test_a_line_fills_its_box() -> None:
    assert sparkline([(0, 1.0), (5, 3.0), (10, 2.0)]) == "0,19.0 48,1.0 96,10.0"


def test_a_constant_line_is_in_the_middle() -> None:
    assert sparkline([(1, 4.0), (2, 4.0)]) == "0,10 96,10"


def test_steps_far_apart_and_huge_values_stay_inside() -> None:
    points = [(-(2**63), -1e300), (0, 1.7976931348623157e308), (2**63 - 1, 9e299)]
    assert sparkline(points) == ""
    assert sparkline([(-(2**63), -1e299), (2**63 - 1, 1e299)]) == "0,19.0 96,1.0"


@pytest.mark.parametrize("points", [[], [(1, 2.0)], [(1, math.inf), (2, 1.0)]])
def test_fewer_than_two_points_are_no_line(points: list[tuple[int, float]]) -> None:
    assert sparkline(points) == ""
