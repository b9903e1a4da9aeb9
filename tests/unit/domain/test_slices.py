"""domain.slices: slices that have steps in common become one, which stands for the points of all of them."""

import math
from itertools import groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st

from modelstead.domain.slices import Slice, apart, drawn

Point = tuple[int, int, float]  # time, step, value

points = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 30), st.sampled_from([-1.0, 0.0, 2.5, math.nan])))


def of(history: list[Point]) -> Slice:
    """Return the slice of some points in the order of time."""
    values = [value for _, _, value in history if not math.isnan(value)]
    steps = [step for _, step, _ in history]
    return Slice(
        history[0][0],
        history[-1][0],
        min(steps),
        max(steps),
        min(values, default=None),
        max(values, default=None),
        values[-1] if values else None,
        len(history),
    )


@given(points)
def test_slices_by_step_have_no_step_in_common_and_every_point_in_one(history: list[Point]) -> None:
    history.sort(key=lambda point: point[0])
    parts = [list(part) for _, part in groupby(history, key=lambda point: point[0] // 5)]
    found = apart(of(part) for part in parts)
    assert all(one.last_step < other.first_step for one, other in pairwise(found))
    assert sum(each.points for each in found) == len(history)
    for each in found:
        inside = [point for point in history if each.first_step <= point[1] <= each.last_step]
        assert each == of(inside)


def test_slices_that_are_apart_stay_as_they_are() -> None:
    parts = [Slice(0, 9, 0, 4, 1.0, 2.0, 1.5, 5), Slice(10, 19, 5, 9, None, None, None, 5)]
    assert apart(parts) == parts


def test_a_line_has_what_each_slice_has() -> None:
    line = drawn([Slice(0, 9, 0, 4, 1.0, 2.0, 1.5, 5), Slice(10, 19, 5, 9, None, None, None, 5)], [0, 5])
    assert (line.x, line.y, line.low, line.high) == ([0, 5], [1.5, None], [1.0, None], [2.0, None])
