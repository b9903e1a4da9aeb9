"""Any part of what a filter selects is that part of the whole, and is counted as it is long; on each engine."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelstead.domain.experiment import ViewType
from modelstead.domain.search.expression import Expression, Order
from modelstead.domain.search.fields import METRICS, RUNS, Field, Kind
from modelstead.domain.search.parser import parse_order
from modelstead.store import experiments
from modelstead.store import run_search as rows
from modelstead.store.run_search import Query
from modelstead.store.transaction import Transaction
from tests.properties import pure
from tests.search.loading import Loaded
from tests.search.strategies import KEYS, expressions, orders

searching = settings(pure, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
ALL = 1_000
by_metric = st.tuples(st.sampled_from(KEYS["metrics"]), st.booleans()).map(
    lambda drawn: (Order(Field(METRICS, drawn[0], Kind.NUMBER), drawn[1]),)
)
by_time = st.sampled_from([parse_order(RUNS, [text]) for text in ("start_time ASC", "start_time DESC")])


@pytest.mark.usefixtures("way")
@given(
    experiment=st.sampled_from([[0], [1], [0, 1, 2]]),
    expression=st.none() | expressions,
    order=by_metric | by_time | orders(),
    view=st.sampled_from(ViewType),
    offset=st.integers(0, 40),
    limit=st.integers(1, 10),
)
@searching
def test_any_part_is_that_part_of_the_whole(
    loaded: Loaded,
    experiment: list[int],
    expression: Expression | None,
    order: tuple[Order, ...],
    view: ViewType,
    offset: int,
    limit: int,
) -> None:
    def both(tx: Transaction) -> tuple[list[int], list[int]]:
        ids = sorted(experiments.row_ids(tx, loaded.access.project.id, experiment))
        query = Query(ids, view, expression, order)
        whole = [row_id for row_id, _ in rows.find(tx, query, ALL, None)]
        return [row_id for row_id, _ in rows.find(tx, query, limit, None, offset)], whole

    found, whole = loaded.database.read_now(both)
    assert found == whole[offset : offset + limit]


@pytest.mark.usefixtures("way")
@given(
    experiment=st.sampled_from([[0], [0, 1, 2]]),
    expression=st.none() | expressions,
    view=st.sampled_from(ViewType),
    most=st.integers(0, 40),
)
@searching
def test_as_many_are_counted_as_there_are_or_one_more_than_asked_for(
    loaded: Loaded, experiment: list[int], expression: Expression | None, view: ViewType, most: int
) -> None:
    def both(tx: Transaction) -> tuple[int, int]:
        ids = sorted(experiments.row_ids(tx, loaded.access.project.id, experiment))
        query = Query(ids, view, expression, ())
        return rows.count(tx, query, most), len(rows.find(tx, query, ALL, None))

    counted, there = loaded.database.read_now(both)
    assert counted == there or counted == most + 1 <= there


@pytest.mark.usefixtures("way")
def test_every_place_of_every_metric_s_order_is_right(loaded: Loaded) -> None:
    def check(tx: Transaction) -> None:
        for key in KEYS["metrics"]:
            for ascending in (True, False):
                order = (Order(Field(METRICS, key, Kind.NUMBER), ascending),)
                for iid in (0, 1):
                    ids = sorted(experiments.row_ids(tx, loaded.access.project.id, [iid]))
                    query = Query(ids, ViewType.ACTIVE_ONLY, None, order)
                    whole = [row_id for row_id, _ in rows.find(tx, query, ALL, None)]
                    for offset in range(len(whole) + 1):
                        found = [row_id for row_id, _ in rows.find(tx, query, 3, None, offset)]
                        assert found == whole[offset : offset + 3], (key, ascending, iid, offset)

    loaded.database.read_now(check)
