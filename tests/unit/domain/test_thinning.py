"""domain.thinning: few points that show a line, and no spike of it is lost."""

import math

from hypothesis import given
from hypothesis import strategies as st

from modelstead.domain import thinning
from modelstead.domain.series import Points, Series
from modelstead.domain.thinning import Drawn, Grid
from tests.properties import pure

values = st.floats(-1e9, 1e9) | st.just(math.nan)
logged = st.lists(st.tuples(st.integers(-500, 500), values), max_size=120)


def points_of(pairs: list[tuple[int, float]]) -> Points:
    """Return points by step."""
    pairs = sorted(pairs, key=lambda pair: pair[0])
    return (
        Series()
        .extended(
            [
                [
                    (at, step, 0.0 if math.isnan(value) else value, int(math.isnan(value)))
                    for at, (step, value) in enumerate(pairs)
                ]
            ]
        )
        .by_step
    )


def finite(pairs: list[tuple[int, float]], low: float, high: float) -> list[float]:
    return [value for step, value in pairs if low <= step < high and not math.isnan(value)]


@pure
@given(logged, st.integers(-600, 600), st.integers(1, 90), st.integers(-1000, 1000))
def test_each_bucket_has_the_lowest_and_highest_of_its_points(
    pairs: list[tuple[int, float]], origin: int, width: int, shift: int
) -> None:
    points = points_of(pairs)
    drawn = thinning.in_buckets(points, 0, len(points), Grid(origin, width), shift=shift)
    assert drawn.low is not None
    assert drawn.high is not None
    assert drawn.x == sorted(set(drawn.x))
    covered = 0
    for place, last, low, high in zip(drawn.x, drawn.y, drawn.low, drawn.high, strict=True):
        start = place + shift
        assert (start - origin) % width == 0
        inside = finite(pairs, start, start + width)
        covered += sum(start <= step < start + width for step, _ in pairs)
        assert (low, high) == ((min(inside), max(inside)) if inside else (None, None))
        assert (last in inside) if inside else (last is None)
    assert covered == len(pairs)


@pure
@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=60), st.integers(1, 50))
def test_places_that_are_no_whole_numbers_lose_nothing_either(pairs: list[tuple[float, float]], count: int) -> None:
    pairs.sort(key=lambda pair: pair[0])
    steps = Series().extended([[(at, at, value, 0) for at, (_, value) in enumerate(pairs)]])
    along = Series().extended([[(at, at, place, 0) for at, (place, _) in enumerate(pairs)]])
    points = steps.by_metric(along)
    cells = thinning.grid(points.places[0], points.places[-1], count, whole=False)
    drawn = thinning.in_buckets(points, 0, len(points), cells)
    assert drawn.low is not None
    assert drawn.high is not None
    assert min(low for low in drawn.low if low is not None) == min(value for _, value in pairs)
    assert max(high for high in drawn.high if high is not None) == max(value for _, value in pairs)
    assert len(drawn.x) <= count + 1


@pure
@given(logged)
def test_few_points_come_as_logged(pairs: list[tuple[int, float]]) -> None:
    points = points_of(pairs)
    drawn = thinning.as_logged(points, 0, len(points))
    steps = sorted({step for step, _ in pairs})
    assert drawn.x == steps
    if len(steps) == len(pairs):
        assert drawn.low is None
        known = dict(pairs)
        assert drawn.y == [None if math.isnan(known[step]) else known[step] for step in steps]
    else:
        assert drawn.low is not None
        assert drawn.low == [min(finite(pairs, step, step + 1), default=None) for step in steps]


@pure
@given(logged, st.integers(-600, 600), st.integers(-600, 600))
def test_a_window_has_what_is_between_two_places(pairs: list[tuple[int, float]], start: int, end: int) -> None:
    points = points_of(pairs)
    first, behind = thinning.window(points, start, end)
    assert list(points.places[first:behind]) == sorted(step for step, _ in pairs if start <= step <= end)


def test_a_grid_of_whole_places_has_a_whole_width() -> None:
    assert thinning.grid(0, 999, 100, whole=True) == Grid(0, 10)
    assert thinning.grid(0, 1_000, 100, whole=True) == Grid(0, 11)
    assert thinning.grid(5, 5, 100, whole=True) == Grid(5, 1)
    assert thinning.grid(0.5, 0.5, 100, whole=False) == Grid(0.5, 1.0)


def test_nothing_is_drawn_of_nothing() -> None:
    empty = points_of([])
    assert thinning.as_logged(empty, 0, 0) == Drawn([], [])
    assert thinning.in_buckets(empty, 0, 0, Grid(0, 1)) == Drawn([], [], [], [])
