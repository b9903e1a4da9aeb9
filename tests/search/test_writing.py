"""domain.search.writer: what it writes is read as it was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelstead.domain.search.expression import Comparison, Expression
from modelstead.domain.search.fields import RUNS, Field, Kind
from modelstead.domain.search.operators import Operator
from modelstead.domain.search.parser import parse_filter
from modelstead.domain.search.writer import write, write_all, write_field
from tests.properties import pure
from tests.search.strategies import expressions
from tests.search.test_any_expression import without_places

storable = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


@given(expressions)
@pure
def test_any_expression_is_read_as_it_was_written(expression: Expression) -> None:
    found = parse_filter(RUNS, write(expression))
    assert found is not None
    assert without_places(found) == expression


@given(key=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0`"), min_size=1, max_size=40))
@pure
def test_any_key_is_quoted_as_it_needs(key: str) -> None:
    meant = Comparison(Field("params", key, Kind.TEXT), Operator.IS_NOT_NULL, None)
    assert parse_filter(RUNS, write(meant)) == meant


@given(storable)
@pure
def test_any_text_is_quoted(text: str) -> None:
    meant = Comparison(Field("tags", "note", Kind.TEXT), Operator.EQUAL, text)
    assert parse_filter(RUNS, write(meant)) == meant


@given(st.floats(allow_nan=False))
@pure
def test_any_number_is_written_whole(value: float) -> None:
    meant = Comparison(Field("metrics", "m", Kind.NUMBER), Operator.MORE, value)
    assert parse_filter(RUNS, write(meant)) == meant


@pytest.mark.parametrize(
    ("entity", "key", "written"),
    [
        ("metrics", "loss", "metrics.loss"),
        ("metrics", "val/top-5.acc", "metrics.val/top-5.acc"),
        ("params", "learning rate", "params.`learning rate`"),
        ("tags", "a`b", 'tags."a`b"'),
        ("tags", "AND", "tags.AND"),
    ],
)
def test_quotes_stand_only_where_they_must(entity: str, key: str, written: str) -> None:
    assert write_field(Field(entity, key, Kind.TEXT)) == written


def test_nothing_is_an_empty_filter() -> None:
    assert write_all([]) == ""
