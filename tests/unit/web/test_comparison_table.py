"""How the values of a comparison are written."""

import math

from modelstead.services.run_comparison import Compared
from modelstead.web.comparison_table import Cell, row
from modelstead.web.formats import MINUS


def cells(*values: float | str | None, baseline: int = 0, with_deltas: bool = True) -> list[Cell]:
    return row(Compared("metrics", "m", differs=True, values=list(values)), baseline, with_deltas=with_deltas).cells


def test_each_value_says_how_far_it_is_from_the_baseline() -> None:
    found = [(cell.text, cell.delta, cell.percent, cell.way) for cell in cells(0.5, 0.75, 0.25, 0.5, baseline=0)]
    assert found == [
        ("0.5000", "", "", ""),
        ("0.7500", "+0.2500", "+50.0 %", "up"),
        ("0.2500", f"{MINUS}0.2500", f"{MINUS}50.0 %", "down"),
        ("0.5000", "0", "", "same"),
    ]


def test_from_zero_there_is_no_percentage() -> None:
    assert (cells(0.0, 2.0)[1].delta, cells(0.0, 2.0)[1].percent) == ("+2", "")


def test_values_that_are_no_numbers_have_no_distance() -> None:
    for value in (math.nan, 1.7976931348623157e308, -1.7976931348623157e308):
        assert cells(1.0, value)[1].delta == ""
        assert cells(value, 1.0)[1].delta == ""
    assert cells(1.0, 2.0, with_deltas=False)[1].delta == ""
    assert cells(None, 2.0)[1].delta == ""


def test_the_extremes_of_more_than_two_are_marked() -> None:
    marks = [(cell.is_lowest, cell.is_highest) for cell in cells(2.0, math.nan, 1.0, 3.0, 3.0, None)]
    assert marks == [(False, False), (False, False), (True, False), (False, True), (False, True), (False, False)]
    assert not any(cell.is_highest or cell.is_lowest for cell in cells(1.0, 2.0))
    assert not any(cell.is_highest for cell in cells(1.0, 1.0, 1.0, None))


def test_texts_that_are_not_the_baselines_are_marked() -> None:
    assert [cell.is_other for cell in cells("a", "a", "b", None)] == [False, False, True, False]
    assert [cell.is_other for cell in cells(None, "a", "b", baseline=1)] == [False, False, True]
