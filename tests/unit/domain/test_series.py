"""domain.series: points packed, in each order, with the lowest and highest value of any part."""

import math

from hypothesis import given
from hypothesis import strategies as st

from modelstead.domain.series import BLOCK, COLORS, Row, Series, color_of
from tests.properties import pure

numbers = st.integers(-50, 50)
rows = st.lists(st.tuples(numbers, numbers, st.floats(-1e6, 1e6), st.sampled_from([0, 0, 0, 1])), max_size=40)


def packed(*histories: list[Row]) -> Series:
    """Return a series that came in several portions."""
    return Series().extended(histories)


def worth(value: float, is_nan: int) -> float | None:
    return None if is_nan else value


def shown(values: list[float]) -> list[float | None]:
    return [None if math.isnan(value) else value for value in values]


@pure
@given(rows, st.integers(0, 40))
def test_points_stand_by_time_and_by_step(history: list[Row], cut: int) -> None:
    history.sort()
    series = packed(history[:cut]).extended([history[cut:]])
    assert list(series.by_time.places) == [row[0] for row in history]
    assert shown(list(series.by_time.values)) == [worth(row[2], row[3]) for row in history]
    by_step = sorted(history, key=lambda row: row[1])
    assert list(series.by_step.places) == [row[1] for row in by_step]
    assert shown(list(series.by_step.values)) == [worth(row[2], row[3]) for row in by_step]
    assert series.last == (history[-1] if history else None)


@pure
@given(st.lists(st.floats(-1e6, 1e6) | st.just(math.nan), max_size=30), st.data())
def test_the_span_of_a_part_is_that_of_its_numbers(some: list[float], data: st.DataObject) -> None:
    values = (some * (BLOCK * 12 // max(len(some), 1)))[: BLOCK * 12]
    history = [(at, at, 0.0 if math.isnan(value) else value, int(math.isnan(value))) for at, value in enumerate(values)]
    points = packed(history[: BLOCK * 6 + 7]).extended([history[BLOCK * 6 + 7 :]]).by_step
    first = data.draw(st.integers(0, len(values)))
    behind = data.draw(st.integers(first, len(values)))
    part = [value for value in values[first:behind] if not math.isnan(value)]
    assert points.span(first, behind) == ((min(part), max(part)) if part else None)


def test_what_is_known_of_blocks_holds_for_a_longer_series() -> None:
    series = packed([(at, at, float(at), 0) for at in range(1_000)])
    assert series.by_step.span(0, 1_000) == (0, 999)
    longer = series.extended([[(at, at, -float(at), 0) for at in range(1_000, 2_000)]])
    assert longer.by_step.span(0, 2_000) == (-1_999, 999)
    assert longer.by_time.span(0, 2_000) == (-1_999, 999)
    assert len(series) == 1_000


def test_nothing_new_is_the_same_series() -> None:
    series = packed([(0, 0, 1.0, 0)])
    assert series.extended([]) is series
    assert series.extended([[], []]) is series


def test_points_stand_by_another_metric_at_the_same_step() -> None:
    loss = packed([(0, 0, 0.9, 0), (1, 1, 0.5, 0), (2, 2, 0.4, 0), (3, 3, 0.3, 0)])
    epoch = packed([(0, 0, 10.0, 0), (1, 1, 5.0, 0), (1, 2, 0.0, 1), (5, 4, 1.0, 0)])
    points = loss.by_metric(epoch)
    assert list(points.places) == [5.0, 10.0]
    assert list(points.values) == [0.5, 0.9]


def test_a_run_keeps_its_colour() -> None:
    assert [color_of(1), color_of(COLORS), color_of(COLORS + 1)] == [1, 0, 1]
