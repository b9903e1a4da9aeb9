"""Find the registered models of a page: which rows, in which order, behind which."""

from collections.abc import Sequence

from modelstead.domain.registered_model import IS_PROMPT
from modelstead.domain.search.expression import Comparison, Expression, Order
from modelstead.domain.search.fields import ATTRIBUTES, Kind
from modelstead.domain.search.prompts import PROMPTS
from modelstead.store import registry_search
from modelstead.store.registry_tags import Tagged
from modelstead.store.search_sql import Fragment, SortColumn, compared, condition
from modelstead.store.transaction import Row, Transaction

_ATTRIBUTES = {"name": "r.name", "creation_timestamp": "r.created_at", "last_updated_timestamp": "r.updated_at"}


def find(
    tx: Transaction,
    project_id: int,
    expression: Expression | None,
    order: Sequence[Order],
    limit: int,
    after: Sequence[object] | None,
) -> list[tuple[int, Row]]:
    """Return (row id, sort columns) of at most `limit` models in order, behind the model with these sort columns.

    Ties go by name, which also is the order when there is no other.
    """
    columns = [_sort(each) for each in order]
    if all(each.field.key != "name" for each in order):
        columns.append(SortColumn("r.name", str))
    conditions = [Fragment("r.project_id = ?", (project_id,)), Fragment("r.deleted_at IS NULL")]
    if expression is not None:
        conditions.append(selects(tx, expression))
    return registry_search.page(tx, "registered_models r", conditions, columns, limit, after)


def selects(tx: Transaction, expression: Expression) -> Fragment:
    """Return the condition that a filter selects the model `r`."""
    return condition(expression, lambda each: _condition(tx, each))


def _condition(tx: Transaction, comparison: Comparison) -> Fragment:
    field = comparison.field
    if field.entity == ATTRIBUTES:
        return compared(tx, _ATTRIBUTES[field.key], comparison)
    if field == PROMPTS:
        rows = "SELECT 1 FROM registered_model_tags s WHERE s.owner_id = r.id AND s.key = ? AND s.value = 'true'"
        return Fragment(f"EXISTS ({rows})", (IS_PROMPT,))
    return registry_search.tag(tx, Tagged.MODEL, comparison)


def _sort(order: Order) -> SortColumn:
    return SortColumn(_ATTRIBUTES[order.field.key], int if order.field.kind is Kind.NUMBER else str, order.ascending)
