"""Find the runs of a page: which rows, in which order, behind which.

Three ways to the same rows, by what bounds the work. `_by_newest` walks the runs of the experiments. `_by_comparison`
begins at an index of values, when a comparison that must hold selects few. `_by_metric` walks the index of a metric's
values, when the runs are ordered by it first. Small counts decide, not statistics: they are exact on both engines.
"""

from collections.abc import Sequence
from typing import NamedTuple

from modelstead.domain.experiment import ViewType
from modelstead.domain.page import check_row
from modelstead.domain.search.expression import Comparison, Expression, Order, comparisons, conjuncts
from modelstead.domain.search.fields import ATTRIBUTES, METRICS
from modelstead.domain.search.operators import Operator
from modelstead.store import run_keys
from modelstead.store.search_sql import (
    ABSENT,
    KEY_KINDS,
    KEY_TABLES,
    NAN,
    PRESENT,
    SHORT_TEXT,
    Fragment,
    RunFields,
    SortColumn,
    behind,
    condition,
    in_view,
    joined,
    order_by,
)
from modelstead.store.transaction import Row, Transaction

FEW = (
    3_000  # rows from which a page is looked up one by one; walking to a page of 100 among 100,000 costs about as much
)
PROBES = 8  # comparisons whose rows are counted

_ONE_OF = frozenset({Operator.EQUAL, Operator.IN})
_RANGES = frozenset({Operator.EQUAL, Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST})
_START_TIME = SortColumn("r.start_time", int, ascending=False)
_RUN_ID = SortColumn("r.run_id", str)


class Query(NamedTuple):
    """What to look for in which experiments (row ids)."""

    experiment_ids: Sequence[int]
    view: ViewType
    expression: Expression | None
    order: tuple[Order, ...]


def find(tx: Transaction, query: Query, limit: int, after: Sequence[object] | None) -> list[tuple[int, Row]]:
    """Return (row id, sort columns) of at most `limit` runs in order, behind the run with these sort columns."""
    search = _Search(tx, query)
    if after is not None:
        check_row(after, [column.kind for column in search.columns])
    return search.page(limit, after)


class _Search:
    def __init__(self, tx: Transaction, query: Query) -> None:
        self._tx = tx
        self._query = query
        fields = [each.field for each in comparisons(query.expression)] + [each.field for each in query.order]
        wanted = {(KEY_KINDS[field.entity], field.key) for field in fields if field.entity in KEY_KINDS}
        self._fields = RunFields(tx, run_keys.of_experiments(tx, query.experiment_ids, wanted))
        self._conjuncts = conjuncts(query.expression)
        self._terms = [self._fields.sort(order, f"o{place}") for place, order in enumerate(query.order)]
        self.columns = self._columns()

    def page(self, limit: int, after: Sequence[object] | None) -> list[tuple[int, Row]]:
        if any(self._is_impossible(each) for each in self._conjuncts):
            return []
        if self._count(self._all_runs()) > FEW:
            chosen = self._selective()
            if chosen is not None:
                return self._by_comparison(chosen, limit, after)
            if self._walks_metric():
                return self._by_metric(limit, after)
        return self._by_newest(limit, after)

    def _by_newest(self, limit: int, after: Sequence[object] | None) -> list[tuple[int, Row]]:
        return self._rows(Fragment("runs r"), self._conjuncts, self.columns, limit, after)

    def _by_comparison(self, chosen: Comparison, limit: int, after: Sequence[object] | None) -> list[tuple[int, Row]]:
        found = self._selected(chosen)
        assert found is not None
        # SQLite keeps the order of a CROSS JOIN.
        source = Fragment(f"({found.sql}) c CROSS JOIN runs r", found.values)
        others = tuple(each for each in self._conjuncts if each is not chosen)
        return self._rows(source, others, self.columns, limit, after, Fragment("r.id = c.run_id"))

    def _by_metric(self, limit: int, after: Sequence[object] | None) -> list[tuple[int, Row]]:
        """Return first the runs with a value, then those with NaN, then those without, each from its own index."""
        key = self._fields.key(self._query.order[0].field, "o0")
        none = f"NOT EXISTS (SELECT 1 FROM latest_metrics o0 WHERE o0.run_id = r.id AND {key.sql})"
        _, value, *rest = self.columns
        found: list[tuple[int, Row]] = []
        for part in (PRESENT, NAN, ABSENT):
            if len(found) == limit or (after is not None and part < int(str(after[0]))):
                continue
            columns = [value, *rest] if part == PRESENT else rest
            last = after[-len(columns) :] if after is not None and part == after[0] else None
            if part == ABSENT:
                source, where = Fragment("runs r"), Fragment(none, key.values)
            else:
                source = Fragment("latest_metrics o0 CROSS JOIN runs r")
                where = Fragment(f"{key.sql} AND o0.is_nan = {part} AND r.id = o0.run_id", key.values)
            rows = self._rows(source, self._conjuncts, columns, limit - len(found), last, where, joined_terms=1)
            head = {PRESENT: (PRESENT,), NAN: (NAN, 0.0), ABSENT: (ABSENT, None)}[part]
            found += [(row_id, (*head, *sort)) for row_id, sort in rows]
        return found

    def _rows(
        self,
        source: Fragment,
        parts: Sequence[Expression],
        columns: Sequence[SortColumn],
        limit: int,
        after: Sequence[object] | None,
        *where: Fragment,
        joined_terms: int = 0,
    ) -> list[tuple[int, Row]]:
        """Run the one statement that every way comes to."""
        joins = [term.join for term in self._terms[joined_terms:]]
        conditions = [*where, *self._scope(), *(condition(part, self._fields.condition) for part in parts)]
        if after is not None:
            conditions.append(behind(columns, after))
        wanted = joined(" AND ", conditions)
        selected = ", ".join(column.sql for column in columns)
        rows = self._tx.all(
            f"SELECT r.id, {selected} FROM {source.sql}{''.join(each.sql for each in joins)} WHERE {wanted.sql} "
            f"ORDER BY {order_by(columns)} LIMIT ?",
            (*source.values, *(value for each in joins for value in each.values), *wanted.values, limit),
        )
        return [(row[0], row[1:]) for row in rows]

    def _columns(self) -> list[SortColumn]:
        """Return every sort column: those of the order, then last started first, then by id."""
        columns = [column for term in self._terms for column in term.columns]
        times = [
            each for each in self._query.order if (each.field.entity, each.field.key) == (ATTRIBUTES, "start_time")
        ]
        return [*columns, *([] if times else [_START_TIME]), _RUN_ID]

    def _scope(self) -> list[Fragment]:
        return [self._among_experiments(), in_view(self._query.view)]

    def _among_experiments(self) -> Fragment:
        ids = self._query.experiment_ids
        if len(ids) == 1:
            return Fragment("r.experiment_id = ?", (ids[0],))
        return Fragment("r.experiment_id = ANY(?)", (self._tx.array(ids),))

    def _all_runs(self) -> Fragment:
        among = self._among_experiments()
        return Fragment(f"SELECT 1 FROM runs r WHERE {among.sql}", among.values)

    def _is_impossible(self, part: Expression) -> bool:
        """Tell whether nothing can hold: a comparison with a key that no run of the experiments has."""
        return (
            isinstance(part, Comparison)
            and part.operator is not Operator.IS_NULL
            and part.field.entity in KEY_KINDS
            and not self._fields.numbers(part.field)
        )

    def _walks_metric(self) -> bool:
        order = self._query.order
        return bool(order) and order[0].field.entity == METRICS and len(self._fields.numbers(order[0].field)) <= 1

    def _selective(self) -> Comparison | None:
        """Return the comparison that selects fewest rows, if those are few."""
        counts: list[tuple[int, Comparison]] = []
        for part in self._conjuncts:
            if isinstance(part, Comparison) and len(counts) < PROBES:
                selected = self._selected(part)
                if selected is not None:
                    counts.append((self._count(selected), part))
        count, chosen = min(counts, key=lambda each: each[0], default=(FEW + 1, None))
        return chosen if count <= FEW else None

    def _selected(self, part: Comparison) -> Fragment | None:
        """Return the query of the runs that a comparison selects by an index; None where there is none."""
        field, operator = part.field, part.operator
        if field.entity in KEY_KINDS:
            if not (operator in _RANGES if field.entity == METRICS else _is_short_text(part)):
                return None
            key, wanted = self._fields.key(field), self._fields.value(part)
            short = "" if field.entity == METRICS else f" AND length(s.value) <= {SHORT_TEXT}"  # as the index says it
            return Fragment(
                f"SELECT s.run_id FROM {KEY_TABLES[field.entity]} s WHERE {key.sql} AND {wanted.sql}{short}",
                (*key.values, *wanted.values),
            )
        if (field.entity, field.key) == (ATTRIBUTES, "run_id") and operator in _ONE_OF:
            wanted = self._fields.condition(part)
            return Fragment(f"SELECT r.id AS run_id FROM runs r WHERE {wanted.sql}", wanted.values)
        return None

    def _count(self, rows: Fragment) -> int:
        """Return how many rows a query has, but at most one more than FEW."""
        found = self._tx.one(f"SELECT count(*) FROM ({rows.sql} LIMIT ?) q", (*rows.values, FEW + 1))
        assert found is not None
        return int(found[0])


def _is_short_text(part: Comparison) -> bool:
    if part.operator not in _ONE_OF:
        return False
    texts = part.operand if isinstance(part.operand, tuple) else (str(part.operand),)
    return all(len(text) <= SHORT_TEXT for text in texts)
