"""domain.statistics: summaries, correlation by rank, explained variance."""

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelstead.domain.statistics import explained, quantile, rank_correlation, summary

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50)


@given(VALUES)
def test_a_summary_says_what_the_standard_library_says(values: list[float]) -> None:
    found = summary(values)
    assert (found.count, found.low, found.high) == (len(values), min(values), max(values))
    assert found.mean == pytest.approx(statistics.fmean(values), abs=1e-6)
    assert found.median == pytest.approx(statistics.median(values), abs=1e-6)
    assert found.std == pytest.approx(statistics.stdev(values) if len(values) > 1 else 0, abs=1e-4)


def test_the_largest_numbers_do_not_overflow() -> None:
    found = summary([1.7976931348623157e308, 1.7976931348623157e308, -1.7976931348623157e308])
    assert found.mean == pytest.approx(5.99231044954105e307)
    assert found.std > 1e308


def test_quartiles_lie_between_neighbours() -> None:
    assert [quantile([1, 2, 3, 4], part) for part in (0, 0.25, 0.5, 0.75, 1)] == [1, 1.75, 2.5, 3.25, 4]


def test_values_that_rise_together_correlate_by_rank_whatever_their_distance() -> None:
    assert rank_correlation([1, 2, 3, 4], [1, 10, 100, 1e9]) == pytest.approx(1)
    assert rank_correlation([1, 2, 3, 4], [4, 3, 2, 1]) == pytest.approx(-1)


def test_equal_values_share_a_rank() -> None:
    assert rank_correlation([1, 1, 2, 2], [1, 1, 2, 2]) == pytest.approx(1)
    assert rank_correlation([1, 2, 1, 2], [1, 1, 2, 2]) == pytest.approx(0)


def test_what_does_not_vary_correlates_with_nothing() -> None:
    assert rank_correlation([1, 1], [1, 2]) is None
    assert rank_correlation([], []) is None
    assert explained(["a", "b"], [3, 3]) is None


def test_categories_explain_all_nothing_or_a_part() -> None:
    assert explained(["a", "a", "b", "b"], [1, 1, 2, 2]) == pytest.approx(1)
    assert explained(["a", "b", "a", "b"], [1, 1, 2, 2]) == pytest.approx(0)
    part = explained(["a", "a", "b", "b"], [1, 3, 2, 4])
    assert part is not None
    assert 0 < part < 1
