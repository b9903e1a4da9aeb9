"""The help says what the search language takes."""

import pytest

from modelstead.domain.search.fields import RUNS
from modelstead.domain.search.operators import MEANINGS
from modelstead.domain.search.parser import parse_filter, parse_order
from modelstead.web.search_help import EXAMPLES, ORDERS, search_help


@pytest.mark.parametrize("text", [each.text for each in EXAMPLES])
def test_an_example_can_be_read(text: str) -> None:
    assert parse_filter(RUNS, text) is not None


@pytest.mark.parametrize("text", [each.text for each in ORDERS])
def test_an_order_can_be_read(text: str) -> None:
    assert parse_order(RUNS, [text])


def test_every_field_and_operator_is_there() -> None:
    shown = search_help()
    assert [each.name for each in shown.operators] == [each.value for each in MEANINGS]
    assert [each.name for each in shown.entities] == [each.name for each in RUNS.entities]
    for entity, rows in zip(RUNS.entities, shown.entities, strict=True):
        assert len(rows.fields) == len(entity.columns)
        assert all(field.operators for field in rows.fields)
