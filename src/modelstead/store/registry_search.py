"""What searches of registered models and of model versions share: the statement, conditions on tags."""

from collections.abc import Sequence

from modelstead.domain.page import check_row
from modelstead.domain.search.expression import Comparison
from modelstead.domain.search.operators import Operator
from modelstead.store.registry_tags import Tagged
from modelstead.store.search_sql import Fragment, SortColumn, behind, compared, joined, order_by
from modelstead.store.transaction import Row, Transaction


def page(
    tx: Transaction,
    source: str,
    conditions: Sequence[Fragment],
    columns: Sequence[SortColumn],
    limit: int,
    after: Sequence[object] | None,
) -> list[tuple[int, Row]]:
    """Return (row id, sort columns) of at most `limit` rows `r` in order, behind the one with these sort columns."""
    beyond = []
    if after is not None:
        check_row(after, [column.kind for column in columns])
        beyond.append(behind(columns, after))
    wanted = joined(" AND ", [*conditions, *beyond])
    rows = tx.all(
        f"SELECT r.id, {', '.join(column.sql for column in columns)} FROM {source} WHERE {wanted.sql} "
        f"ORDER BY {order_by(columns)} LIMIT ?",
        (*wanted.values, limit),
    )
    return [(row[0], row[1:]) for row in rows]


def tag(tx: Transaction, tagged: Tagged, comparison: Comparison) -> Fragment:
    """Return the condition that `r` has a tag that compares as wanted."""
    rows = f"EXISTS (SELECT 1 FROM {tagged.value} s WHERE s.owner_id = r.id AND s.key = ?"
    key = comparison.field.key
    if comparison.operator in (Operator.IS_NULL, Operator.IS_NOT_NULL):
        return Fragment(f"{'NOT ' if comparison.operator is Operator.IS_NULL else ''}{rows})", (key,))
    wanted = compared(tx, "s.value", comparison)
    return Fragment(f"{rows} AND {wanted.sql})", (key, *wanted.values))
