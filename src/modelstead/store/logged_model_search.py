"""Find the logged models of a page: which rows, in which order, behind which."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from modelstead.domain.logged_model import DatasetFilter, LoggedModelStatus, ModelOrder
from modelstead.domain.page import check_row
from modelstead.domain.search.expression import Comparison, Expression, comparisons
from modelstead.domain.search.fields import ATTRIBUTES, METRICS, PARAMS, TAGS, Kind
from modelstead.domain.search.operators import MEANINGS, Operator
from modelstead.store.logged_model_metrics import LATEST_FIRST
from modelstead.store.search_sql import (
    ABSENT,
    Fragment,
    SortColumn,
    behind,
    compared,
    condition,
    joined,
    order_by,
)
from modelstead.store.transaction import Row, Transaction

_TABLES = {METRICS: "logged_model_metrics", PARAMS: "logged_model_params", TAGS: "logged_model_tags"}
_ATTRIBUTES = {
    "model_id": "r.model_id",
    "name": "r.name",
    "model_type": "r.model_type",
    "status": "r.status",
    "source_run_id": "r.source_run_id",
    "artifact_location": "('mlflow-artifacts:/models/' || r.model_id || '/artifacts')",
    "creation_timestamp": "r.created_at",
    "last_updated_timestamp": "r.updated_at",
    "experiment_id": "(SELECT CAST(e.iid AS TEXT) FROM experiments e WHERE e.id = r.experiment_id)",
}
_SORTED = _ATTRIBUTES | {"experiment_id": "(SELECT e.iid FROM experiments e WHERE e.id = r.experiment_id)"}
_NUMBERS = frozenset({"status", "experiment_id"})  # texts that models are ordered by as numbers
_NULLABLE = frozenset({"model_type", "source_run_id"})
_CREATED = SortColumn("r.created_at", int, ascending=False)
_MODEL_ID = SortColumn("r.model_id", str)


class ModelQuery(NamedTuple):
    """What to look for in which experiments (row ids). Metrics are those on the datasets, where there are any."""

    experiment_ids: Sequence[int]
    expression: Expression | None
    datasets: Sequence[DatasetFilter]
    order: Sequence[ModelOrder]


def find(tx: Transaction, query: ModelQuery, limit: int, after: Sequence[object] | None) -> list[tuple[int, Row]]:
    """Return (row id, sort columns) of at most `limit` models in order, behind the model with these sort columns."""
    columns = [column for place, order in enumerate(query.order) for column in _sort(order, place)]
    columns += _ties(query.order)
    wanted = [Fragment("1 = 1"), *_conditions(tx, query)]
    if after is not None:
        check_row(after, [column.kind for column in columns])
        wanted.append(behind(columns, after))
    source, where = _source(tx, query), joined(" AND ", wanted)
    rows = tx.all(
        f"SELECT r.id, {', '.join(column.sql for column in columns)} FROM ({source.sql}) r WHERE {where.sql} "
        f"ORDER BY {order_by(columns)} LIMIT ?",
        (*source.values, *where.values, limit),
    )
    return [(row[0], row[1:]) for row in rows]


def _source(tx: Transaction, query: ModelQuery) -> Fragment:
    """Return the models of the experiments, each with the latest points that it is ordered by."""
    latest = [
        _latest(order, column, f"{column}_{place}")
        for place, order in enumerate(query.order)
        if order.field.entity == METRICS
        for column in ("value", "is_nan")
    ]
    ids = query.experiment_ids
    among = Fragment("= ?", (ids[0],)) if len(ids) == 1 else Fragment("= ANY(?)", (tx.array(ids),))
    return Fragment(
        f"SELECT r.*{''.join(each.sql for each in latest)} FROM logged_models r "
        f"WHERE r.experiment_id {among.sql} AND r.deleted_at IS NULL",
        (*(value for each in latest for value in each.values), *among.values),
    )


def _latest(order: ModelOrder, column: str, name: str) -> Fragment:
    on_dataset = Fragment("1 = 1") if order.dataset is None else _on(order.dataset)
    return Fragment(
        f", (SELECT s.{column} FROM logged_model_metrics s WHERE s.model_id = r.id AND s.key = ? AND {on_dataset.sql} "
        f"ORDER BY {LATEST_FIRST} LIMIT 1) AS {name}",
        (order.field.key, *on_dataset.values),
    )


def _conditions(tx: Transaction, query: ModelQuery) -> Iterator[Fragment]:
    on_datasets = _on_datasets(query.datasets)
    if query.expression is not None:
        yield condition(query.expression, lambda each: _condition(tx, each, on_datasets))
    if query.datasets and all(each.field.entity != METRICS for each in comparisons(query.expression)):
        yield _exists("logged_model_metrics", [on_datasets])


def _condition(tx: Transaction, comparison: Comparison, on_datasets: Fragment) -> Fragment:
    """Return SQL that is true for the models of which a comparison holds: of a metric, for any of its points."""
    field, operator = comparison.field, comparison.operator
    if field.entity == ATTRIBUTES:
        return _attribute(tx, comparison)
    rows = [Fragment("s.key = ?", (field.key,))]
    if field.entity == METRICS:
        rows.append(on_datasets)
    if operator is Operator.IS_NULL:
        found = _exists(_TABLES[field.entity], rows)
        return Fragment(f"NOT {found.sql}", found.values)
    if operator is not Operator.IS_NOT_NULL:
        rows.append(_value(tx, comparison))
    return _exists(_TABLES[field.entity], rows)


def _attribute(tx: Transaction, comparison: Comparison) -> Fragment:
    key, operator = comparison.field.key, comparison.operator
    if key == "status":  # the names are compared here, and the numbers in the database
        holds = MEANINGS[operator].holds
        numbers = [str(each.value) for each in LoggedModelStatus if holds(each.name, comparison.operand)]
        return Fragment(f"r.status IN ({', '.join(numbers)})" if numbers else "1 = 0")
    column = _ATTRIBUTES[key]
    if operator is Operator.IS_NULL:
        return Fragment(f"{column} IS NULL")
    if operator is Operator.IS_NOT_NULL:
        return Fragment(f"{column} IS NOT NULL")
    wanted = compared(tx, column, comparison)
    return Fragment(f"({column} IS NOT NULL AND {wanted.sql})", wanted.values) if key in _NULLABLE else wanted


def _value(tx: Transaction, comparison: Comparison) -> Fragment:
    wanted = compared(tx, "s.value", comparison)
    if comparison.field.entity != METRICS:
        return wanted
    nan = "({} OR s.is_nan = 1)" if comparison.operator is Operator.UNEQUAL else "s.is_nan = 0 AND {}"
    return Fragment(nan.format(wanted.sql), wanted.values)


def _exists(table: str, conditions: Sequence[Fragment]) -> Fragment:
    wanted = joined(" AND ", [Fragment("s.model_id = r.id"), *conditions])
    return Fragment(f"EXISTS (SELECT 1 FROM {table} s WHERE {wanted.sql})", wanted.values)


def _on_datasets(datasets: Sequence[DatasetFilter]) -> Fragment:
    """Return the condition that a metric, `s`, is on one of the datasets; of none, that it is a metric."""
    return joined(" OR ", [_on(each) for each in datasets] or [Fragment("1 = 1")])


def _on(dataset: DatasetFilter) -> Fragment:
    if dataset.digest:
        return Fragment("(s.dataset_name = ? AND s.dataset_digest = ?)", (dataset.name, dataset.digest))
    return Fragment("s.dataset_name = ?", (dataset.name,))


def _sort(order: ModelOrder, place: int) -> Iterator[SortColumn]:
    """Yield the columns of an order; models without a value sort last, NaN before them."""
    key, up = order.field.key, order.ascending
    if order.field.entity == METRICS:
        yield SortColumn(f"COALESCE(r.is_nan_{place}, {ABSENT})", int)
        yield SortColumn(f"r.value_{place}", float, up)
        return
    column = _SORTED[key]
    if key in _NULLABLE:
        yield SortColumn(f"CASE WHEN {column} IS NULL THEN 1 ELSE 0 END", int)
    yield SortColumn(column, int if order.field.kind is Kind.NUMBER or key in _NUMBERS else str, up)


def _ties(order: Sequence[ModelOrder]) -> Iterator[SortColumn]:
    """Yield what decides between equals: the last created, then the lower id."""
    keys = {each.field.key for each in order if each.field.entity == ATTRIBUTES}
    if "creation_timestamp" not in keys:
        yield _CREATED
    if "model_id" not in keys:
        yield _MODEL_ID
