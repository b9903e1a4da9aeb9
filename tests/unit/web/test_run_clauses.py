"""web.run_table: what a click on a value makes of a filter is read as the comparison that was meant."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelstead import limits
from modelstead.domain.search.expression import Comparison, Expression, conjuncts
from modelstead.domain.search.fields import RUNS, Field, Kind
from modelstead.domain.search.operators import Operator
from modelstead.domain.search.parser import parse_filter
from modelstead.services.run_columns import column
from modelstead.web.run_table import Cell, Column, clauses, label, with_clause
from tests.properties import pure

LOSS = Field("metrics", "loss", Kind.NUMBER)
keys = st.text(st.characters(categories=["L", "N"], include_characters="_-. :/"), min_size=1, max_size=30)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


def of(name: str) -> Column:
    found = column(name)
    assert found is not None
    return found


def filters(name: str, cell: Cell, before: str = "") -> dict[str, str]:
    return {each.label: each.filter_text for each in clauses(of(name), cell, before)}


def last(text: str) -> Expression:
    return conjuncts(parse_filter(RUNS, text))[-1]


@given(key=keys, text=texts)
@pure
def test_any_text_of_any_param_is_filtered_for_and_out(key: str, text: str) -> None:
    found = clauses(Column(f"params.{key}", "params", key), text, "")
    field = Field("params", key, Kind.TEXT)
    assert [parse_filter(RUNS, each.filter_text) for each in found] == [
        Comparison(field, Operator.EQUAL, text),
        Comparison(field, Operator.UNEQUAL, text),
    ]


@given(key=keys, value=st.floats(allow_nan=False, allow_infinity=False))
@pure
def test_any_number_of_any_metric_is_compared_with(key: str, value: float) -> None:
    found = clauses(Column(f"metrics.{key}", "metrics", key), value, "")
    field = Field("metrics", key, Kind.NUMBER)
    assert [parse_filter(RUNS, each.filter_text) for each in found] == [
        Comparison(field, operator, value) for operator in (Operator.EQUAL, Operator.MORE, Operator.LESS)
    ]


@given(before=st.sampled_from(["params.a = '1'", "params.a = '1' OR params.b = '2'", "NOT (params.a = '1')"]))
@pure
def test_a_clause_is_added_to_what_holds_already(before: str) -> None:
    found = conjuncts(parse_filter(RUNS, filters("params.c", "x", before)["Filter for"]))
    assert len(found) == 2
    assert isinstance(found[1], Comparison)
    assert found[1].operand == "x"


def test_a_clause_takes_the_place_of_one_that_it_makes_pointless() -> None:
    wanted = Comparison(LOSS, Operator.LESS, 0.5)
    assert with_clause("metrics.loss < 1 AND metrics.loss > 0", wanted) == "metrics.loss > 0 AND metrics.loss < 0.5"
    unequal = Comparison(Field("params", "p", Kind.TEXT), Operator.UNEQUAL, "b")
    assert with_clause("params.p != 'a' AND params.p != 'b'", unequal) == "params.p != 'a' AND params.p != 'b'"


def test_a_filter_that_cannot_be_read_gives_way() -> None:
    assert with_clause("metrics.loss <", Comparison(LOSS, Operator.MORE, 1.0)) == "metrics.loss > 1"


def test_what_is_not_there_is_filtered_for() -> None:
    assert filters("metrics.loss", None) == {"Not set": "metrics.loss IS NULL", "Set": "metrics.loss IS NOT NULL"}


def test_an_attribute_is_filtered_by_its_own_name() -> None:
    assert filters("start_time", 1_700_000_000_000)["More"] == "attributes.start_time > 1700000000000"
    assert filters("user_id", "eve")["Filter out"] == "attributes.user_id != 'eve'"


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("duration", 5),
        ("source", "train.py"),
        ("metrics.loss:min", 1.0),
        ("metrics.loss", math.nan),
        ("params.p", "x" * limits.TABLE_TEXT_LENGTH),
        ("end_time", None),
    ],
)
def test_nothing_is_offered_that_the_language_cannot_say(name: str, cell: Cell) -> None:
    assert filters(name, cell) == {}


def test_heads_say_what_a_column_is() -> None:
    names = ("start_time", "metrics.val/loss", "metrics.loss:max", "tags.a.b")
    assert [label(of(name)) for name in names] == ["Started", "val/loss", "loss (highest)", "a.b"]
