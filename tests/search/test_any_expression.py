"""Any expression finds the runs that plain Python finds, and the text that means it is read as it; on each engine."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelstead import limits
from modelstead.domain.experiment import ViewType
from modelstead.domain.search.expression import AllOf, AnyOf, Comparison, Expression, Not, Order
from modelstead.domain.search.fields import RUNS
from modelstead.domain.search.parser import parse_filter, parse_order
from modelstead.services import run_search
from modelstead.store import experiments
from modelstead.store import run_search as rows
from modelstead.store.run_search import Query
from modelstead.store.transaction import Transaction
from tests.properties import pure
from tests.search.evaluation import select
from tests.search.loading import Loaded
from tests.search.strategies import expressions, orders, written, written_orders

searching = settings(pure, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


def without_places(expression: Expression) -> Expression:
    match expression:
        case Comparison():
            return msgspec.structs.replace(expression, at=0)
        case Not():
            return Not(without_places(expression.part))
        case AllOf():
            return AllOf(tuple(map(without_places, expression.parts)))
        case AnyOf():
            return AnyOf(tuple(map(without_places, expression.parts)))


@given(st.data())
@pure
def test_a_written_expression_is_read_as_it_was_meant(draw: st.DataObject) -> None:
    expression = draw.draw(expressions)
    found = parse_filter(RUNS, draw.draw(written(expression)))
    assert found is not None
    assert without_places(found) == expression


@given(st.data())
@pure
def test_a_written_order_is_read_as_it_was_meant(draw: st.DataObject) -> None:
    order = draw.draw(orders())
    assert parse_order(RUNS, draw.draw(written_orders(order))) == order


@pytest.mark.usefixtures("way")
@given(expression=st.none() | expressions, order=orders(), view=st.sampled_from(ViewType))
@searching
def test_any_expression_finds_what_plain_python_finds(
    loaded: Loaded, expression: Expression | None, order: tuple[Order, ...], view: ViewType
) -> None:
    def both(tx: Transaction) -> tuple[list[int], list[int]]:
        ids = sorted(experiments.row_ids(tx, loaded.access.project.id, [0, 1, 2]))
        everything, _ = run_search.search(tx, loaded.access, ["0", "1", "2"], view=view)
        found = rows.find(tx, Query(ids, view, expression, order), limits.RUNS_PAGE, None)
        return [row_id for row_id, _ in found], select(everything, expression, order)

    in_sql, in_python = loaded.database.read_now(both)
    assert in_sql == in_python
