"""Tables of text: their heads, kinds of columns, and orders."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelstead import limits
from modelstead.web.viewers.table import TABLE, parse
from modelstead.web.viewers.viewer import Unfit
from tests.properties import pure
from tests.unit.web.viewers.sources import shown

CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)


@pure
@given(st.integers(2, 5).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1)))
def test_what_python_writes_is_read_back(rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(rows)
    read, is_whole = parse(written.getvalue().encode(), 1_000, mark=",")
    assert (read, is_whole) == (rows, True)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_what_separates_cells_is_seen(mark: str) -> None:
    content = f'a{mark}"b,;|"{mark}c\n1{mark}2{mark}3\n'.encode()
    assert parse(content, 10)[0] == [["a", "b,;|", "c"], ["1", "2", "3"]]


def test_a_long_table_is_read_no_further_than_its_head() -> None:
    content = b"id,name\n" + b"".join(b"%d,name-%d\n" % (number, number) for number in range(200_000))
    view = shown(TABLE, "a.csv", content)
    assert len(view.rows) == limits.VIEW_TABLE_ROWS
    assert not view.is_whole
    assert view.more == "/files/a.csv?anyway=1"
    longer = shown(TABLE, "a.csv", content, anyway=True)
    assert len(longer.rows) == limits.VIEW_TABLE_ROWS_MAX
    assert longer.more == ""


def test_a_row_that_is_cut_is_not_shown() -> None:
    content = b"a,b\n1,2\n3,4\n5,66666"
    assert parse(content, 10, is_cut=True) == ([["a", "b"], ["1", "2"], ["3", "4"]], False)


def test_wide_and_uneven_tables_hold_their_shape() -> None:
    wide = b",".join(b"%d" % number for number in range(500))
    view = shown(TABLE, "a.csv", wide + b"\n1,2\n")
    assert len(view.columns) == limits.VIEW_TABLE_COLUMNS
    assert view.all_columns == 500
    assert {len(row) for row in view.rows} == {limits.VIEW_TABLE_COLUMNS}


def test_numbers_are_sorted_as_numbers_and_missing_ones_come_last() -> None:
    content = b"n,t\n10,b\n9,a\n,c\n-1.5e3,B\n"
    assert [row[0] for row in shown(TABLE, "a.csv", content, sort=1).rows] == ["-1.5e3", "9", "10", ""]
    assert [row[0] for row in shown(TABLE, "a.csv", content, sort=-1).rows] == ["10", "9", "-1.5e3", ""]
    assert [row[1] for row in shown(TABLE, "a.csv", content, sort=2).rows] == ["a", "b", "B", "c"]
    assert shown(TABLE, "a.csv", content, sort=99).columns[0].sorted == ""


@pytest.mark.parametrize("content", [b"", b"\n\n", b"a\0b,c\n", b'"' + b"x" * 200_000 + b'"'])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(Unfit):
        shown(TABLE, "a.csv", content)
