"""web.csv_files: rows come back as they were, and no spreadsheet calculates with what people wrote."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelstead.web.csv_files import harmless, lines
from tests.properties import pure

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@given(st.lists(st.lists(texts, min_size=2, max_size=2), max_size=5))
@pure
def test_rows_come_back_as_they_were(rows: list[list[str]]) -> None:
    found = list(csv.reader(io.StringIO(lines(rows).decode(), newline="")))
    assert found == [[harmless(text) for text in row] for row in rows]


@pytest.mark.parametrize("text", ["=1+1", "+SUM(A1)", "-2+3", "@x", "\t=1", "\r=1", "  =1", "-", "=", "＝1"])  # noqa: RUF001
def test_what_looks_like_a_formula_is_a_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "-1", "+0.5", "-1e-3", "-inf", "1-2", "e@mail"])
def test_all_else_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_numbers_are_whole_and_nothing_is_empty() -> None:
    assert lines([[0.1, 1 / 3, None, float("nan"), 10**18]]) == b"0.1,0.3333333333333333,,NaN,1000000000000000000\r\n"
